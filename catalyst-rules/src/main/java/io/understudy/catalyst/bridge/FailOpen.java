package io.understudy.catalyst.bridge;

import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.spark.SparkThrowable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs code of a rule so that a fault in it does not fail the query: it is logged, and the query
 * goes on without. An error that is about the query itself carries a condition and is thrown as it
 * is.
 */
public final class FailOpen {
  private static final Logger LOG = LoggerFactory.getLogger(FailOpen.class);
  private static final String INTERNAL = "INTERNAL_ERROR";

  private FailOpen() {}

  /** The changed value; the value itself if the change fails. */
  public static <T> T step(String name, T value, UnaryOperator<T> change) {
    return attempt(name, () -> change.apply(value), () -> value);
  }

  /** What the attempt brings; what the other brings if it fails. */
  @SuppressWarnings("CatchingUnchecked") // Scala code throws checked exceptions undeclared
  public static <T> T attempt(String name, Supplier<T> attempt, Supplier<T> otherwise) {
    try {
      return attempt.get();
    } catch (LinkageError | StackOverflowError | AssertionError e) {
      return logged(name, e, otherwise);
    } catch (Exception e) {
      if (e instanceof SparkThrowable throwable && isAboutTheQuery(throwable)) {
        throw e;
      }
      return logged(name, e, otherwise);
    }
  }

  private static boolean isAboutTheQuery(SparkThrowable throwable) {
    String condition = throwable.getCondition();
    return condition != null && !condition.startsWith(INTERNAL);
  }

  private static <T> T logged(String name, Throwable fault, Supplier<T> otherwise) {
    LOG.error("Understudy: a rewrite failed and is left out: {}", name, fault);
    return otherwise.get();
  }
}
