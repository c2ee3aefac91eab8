package io.understudy.spark.store;

import io.understudy.spark.error.UnderstudyException;
import java.util.List;

/**
 * The batches of which labels are still to come, so that nobody pays for them twice. Thread-safe.
 */
public interface OpenBatches {
  /**
   * The open batches of a question, whoever submitted them.
   *
   * @throws UnderstudyException when they cannot be read
   */
  List<OpenBatch> of(String question);

  /**
   * Keeps a batch: before it is submitted, and again when the endpoint's name for it is known.
   *
   * @throws UnderstudyException when it cannot be kept: it must not be submitted then
   */
  void keep(OpenBatch batch);

  /** Forgets a batch: its labels are kept, or there will be none. */
  void ended(OpenBatch batch);

  /** Whether a later application finds them. */
  boolean outliveTheApplication();
}
