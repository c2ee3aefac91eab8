package io.understudy.spark.account;

import java.io.Serializable;
import java.util.Locale;

/**
 * A budget that is used up, or would be.
 *
 * @param key the key of the limit
 * @param unit {@code calls}, {@code tokens} or {@code cost}
 * @param limit what may be spent
 * @param expected what is or would be spent, by the estimate
 */
public record Overrun(String key, String unit, double limit, double expected)
    implements Serializable {

  /** The limit as a user would write it. */
  public String limitText() {
    return limit == Math.rint(limit)
        ? String.format(Locale.ROOT, "%.0f", limit)
        : Double.toString(limit);
  }

  /** What is expected, with its unit. */
  public String expectedText() {
    return String.format(Locale.ROOT, "%.2f %s", expected, unit);
  }
}
