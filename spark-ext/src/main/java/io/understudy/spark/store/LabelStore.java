package io.understudy.spark.store;

import io.understudy.account.Usage;
import io.understudy.call.Answer;
import io.understudy.sample.ContentKey;
import io.understudy.spark.error.UnderstudyException;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Paid answers, kept so that nobody pays for them again. Thread-safe. */
public interface LabelStore {
  /**
   * Reads what is stored about a question, so that {@link #find} and {@link #all} know it. Called
   * on the driver before a query asks; may run Spark jobs.
   *
   * @throws UnderstudyException when the store cannot be read
   */
  void open(AskedQuestion question);

  /** The paid answer to an opened question about a row's data. */
  Optional<Answer> find(String question, ContentKey data);

  /** What {@link #find}'s answer cost when it was paid. */
  Optional<Usage> cost(String question, ContentKey data);

  /** Every paid answer to an opened question, as it stands now. */
  Map<ContentKey, Answer> all(String question);

  /**
   * Makes sure, as far as can be known beforehand, that answers can be kept.
   *
   * @throws UnderstudyException when they cannot: nothing must be paid for then
   */
  void beforePaying();

  /**
   * Keeps an answer for good. Nobody may use it, and {@link #find} does not know it, before this is
   * done.
   *
   * @param done told once: empty when the answer is kept, else why it could not be
   */
  void keep(PaidLabel label, Kept done);

  /** The batches of which labels are still to come. */
  OpenBatches batches();

  /** A query that used the store has ended: time to tidy up, in the background. */
  void queryEnded();

  /** One row per label, with the columns of {@link LabelColumns}. */
  Dataset<Row> rows(SparkSession session);

  /**
   * Deletes labels.
   *
   * @param condition SQL over the columns of {@link #rows}; of no more than one row at a time
   * @return how many were deleted
   * @throws UnderstudyException when the store cannot be written
   */
  long delete(SparkSession session, String condition);

  /** Hears whether an answer could be kept. */
  @FunctionalInterface
  interface Kept {
    void done(Optional<UnderstudyException> problem);
  }
}
