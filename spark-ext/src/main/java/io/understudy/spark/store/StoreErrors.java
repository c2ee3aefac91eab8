package io.understudy.spark.store;

import io.understudy.error.ErrorCondition;
import io.understudy.spark.error.UnderstudyException;
import java.util.Map;

/** What a store says when it cannot be used. */
public final class StoreErrors {
  private static final int MOST_SHOWN = 300;

  private StoreErrors() {}

  /** It cannot be read. */
  public static UnderstudyException unreadable(String store, Throwable cause) {
    return of(ErrorCondition.UNDERSTUDY_STORE_UNREADABLE, store, cause);
  }

  /** It cannot be written. */
  public static UnderstudyException unwritable(String store, Throwable cause) {
    return of(ErrorCondition.UNDERSTUDY_STORE_UNWRITABLE, store, cause);
  }

  private static UnderstudyException of(ErrorCondition condition, String store, Throwable cause) {
    return cause instanceof UnderstudyException known
        ? known
        : new UnderstudyException(
            condition, Map.of("store", store, "problem", problem(cause)), cause);
  }

  private static String problem(Throwable cause) {
    String message = cause.getMessage();
    String text = cause.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    String line = text.strip().lines().findFirst().orElse("");
    return line.length() <= MOST_SHOWN ? line : line.substring(0, MOST_SHOWN) + "...";
  }
}
