package io.understudy.spark.stage.label;

import java.util.concurrent.ExecutionException;
import org.apache.spark.api.java.JavaFutureAction;

/**
 * Waits for a job that spends money. Spark's own actions leave a job running when the thread that
 * waits for it is interrupted; this one ends the job.
 */
final class PaidJob {
  private PaidJob() {}

  /** The result; throws what Spark's synchronous action would throw. */
  static <T> T wait(JavaFutureAction<T> job) {
    try {
      return job.get();
    } catch (InterruptedException e) {
      boolean unused = job.cancel(true);
      throw PaidJob.<RuntimeException>unchecked(e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw PaidJob.<RuntimeException>unchecked(cause == null ? e : cause);
    }
  }

  /** Scala's methods throw checked exceptions without saying so, and so must this one. */
  @SuppressWarnings("unchecked")
  private static <E extends Throwable> E unchecked(Throwable thrown) throws E {
    throw (E) thrown;
  }
}
