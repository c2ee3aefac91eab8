package io.understudy.embed;

import java.util.List;

/** Turns texts into vectors. Implementations are thread-safe and shared by all tasks of a JVM. */
public interface Embedder extends AutoCloseable {
  /** Names the model and its version; vectors of different identities are never mixed. */
  String identity();

  /** Length of every vector. */
  int dimension();

  /**
   * Embeds each text; long texts are cut at the model's limit.
   *
   * @param texts any number of texts, best a few hundred so that they can be bucketed by length
   * @return one vector of {@link #dimension()} floats per text, in order, of Euclidean length 1
   * @throws EmbedException when the texts could not be embedded
   * @throws InterruptedException when the calling thread is interrupted
   */
  float[][] embed(List<String> texts) throws EmbedException, InterruptedException;

  @Override
  default void close() {}
}
