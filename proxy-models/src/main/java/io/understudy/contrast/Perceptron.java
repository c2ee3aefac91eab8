package io.understudy.contrast;

import java.io.Serializable;
import java.util.SplittableRandom;

/**
 * A perceptron of dense layers with rectifiers between them and none after the last. Its parameters
 * stand in one array, layer after layer: the weights from one input to all outputs side by side,
 * then the biases. So every inner loop adds a multiple of one run of numbers to another.
 *
 * @param widths of the input and of every layer
 */
@SuppressWarnings("ArrayRecordComponent")
record Perceptron(int[] widths) implements Serializable {

  /** Number of parameters. */
  int parameters() {
    int sum = 0;
    for (int layer = 0; layer < layers(); layer++) {
      sum += (widths[layer] + 1) * widths[layer + 1];
    }
    return sum;
  }

  /** Number of numbers that come out. */
  int outputs() {
    return widths[layers()];
  }

  private int layers() {
    return widths.length - 1;
  }

  /** Random parameters for rectifiers (He et al. 2015): deviation sqrt(2 / inputs), no bias. */
  double[] start(SplittableRandom random) {
    double[] parameters = new double[parameters()];
    int offset = 0;
    for (int layer = 0; layer < layers(); layer++) {
      double deviation = Math.sqrt(2.0 / widths[layer]);
      int weights = widths[layer] * widths[layer + 1];
      for (int i = 0; i < weights; i++) {
        parameters[offset + i] = deviation * random.nextGaussian();
      }
      offset += weights + widths[layer + 1];
    }
    return parameters;
  }

  /** Space for what each layer gives, the input first. */
  double[][] newActivations() {
    double[][] activations = new double[widths.length][];
    for (int i = 0; i < widths.length; i++) {
      activations[i] = new double[widths[i]];
    }
    return activations;
  }

  /**
   * Computes all layers.
   *
   * @param activations the input is in the first; the others are overwritten
   */
  void forward(double[] parameters, double[][] activations) {
    int offset = 0;
    for (int layer = 0; layer < layers(); layer++) {
      double[] in = activations[layer];
      double[] out = activations[layer + 1];
      int width = out.length;
      System.arraycopy(parameters, offset + in.length * width, out, 0, width);
      for (int i = 0; i < in.length; i++) {
        double x = in[i];
        if (x != 0) {
          int from = offset + i * width;
          for (int j = 0; j < width; j++) {
            out[j] += x * parameters[from + j];
          }
        }
      }
      if (layer < layers() - 1) {
        for (int j = 0; j < width; j++) {
          out[j] = Math.max(0, out[j]);
        }
      }
      offset += (in.length + 1) * width;
    }
  }

  /**
   * Adds the gradient of a loss with respect to the parameters.
   *
   * @param activations as {@link #forward} left them
   * @param slopes the loss's derivatives by the outputs
   * @param gradientOut one per parameter, added to
   */
  void backward(
      double[] parameters, double[][] activations, double[] slopes, double[] gradientOut) {
    int offset = parameters.length;
    double[] down = slopes;
    for (int layer = layers() - 1; layer >= 0; layer--) {
      double[] in = activations[layer];
      int width = down.length;
      offset -= (in.length + 1) * width;
      double[] below = new double[in.length];
      for (int i = 0; i < in.length; i++) {
        // Where a rectifier gave nothing, neither the weights above nor what lies below matter.
        if (in[i] != 0) {
          int from = offset + i * width;
          double sum = 0;
          for (int j = 0; j < width; j++) {
            gradientOut[from + j] += in[i] * down[j];
            sum += parameters[from + j] * down[j];
          }
          below[i] = sum;
        }
      }
      int biases = offset + in.length * width;
      for (int j = 0; j < width; j++) {
        gradientOut[biases + j] += down[j];
      }
      down = below;
    }
  }
}
