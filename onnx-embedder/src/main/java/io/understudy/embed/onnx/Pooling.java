package io.understudy.embed.onnx;

import java.nio.FloatBuffer;

/** How the vectors of a text's tokens become the vector of the text. */
enum Pooling {
  /** The vector of the first token, {@code [CLS]}. */
  CLS {
    @Override
    float[] pool(FloatBuffer tokens, int count, int dimension) {
      float[] vector = new float[dimension];
      tokens.get(0, vector);
      return vector;
    }
  },
  /** The mean over all tokens, {@code [CLS]} and {@code [SEP]} among them. */
  MEAN {
    @Override
    float[] pool(FloatBuffer tokens, int count, int dimension) {
      float[] vector = new float[dimension];
      float[] token = new float[dimension];
      for (int t = 0; t < count; t++) {
        tokens.get(t * dimension, token);
        for (int d = 0; d < dimension; d++) {
          vector[d] += token[d] / count;
        }
      }
      return vector;
    }
  };

  /**
   * Pools the output of a model.
   *
   * @param tokens {@code count} vectors of {@code dimension} floats, one after the other
   * @return a new vector, not normalised
   */
  abstract float[] pool(FloatBuffer tokens, int count, int dimension);
}
