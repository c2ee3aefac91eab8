package io.understudy.llm;

import java.util.Optional;

/**
 * A model that answers questions from a closed set. Providers write this one method; retries,
 * concurrency and accounting belong to {@link LabelClient}. Implementations are thread-safe.
 */
public interface LabelModel extends AutoCloseable {

  /**
   * Asks one question about every row of the batch with one request. Never retries what failed; may
   * ask at once in another form (smaller dialect, longer reply) when the endpoint wants that.
   *
   * @return one item per row, in order
   * @throws LabelException when the request as a whole brought nothing
   * @throws InterruptedException when the asking thread is interrupted; the request is cancelled
   */
  LabelReply label(LabelBatch batch) throws LabelException, InterruptedException;

  /** How many rows one request may carry. */
  default int maxBatch() {
    return 1;
  }

  /** The same model, asked by batches; empty where the endpoint's API has none. */
  default Optional<BatchModel> batches() {
    return Optional.empty();
  }

  @Override
  default void close() {}
}
