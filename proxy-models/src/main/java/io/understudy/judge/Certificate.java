package io.understudy.judge;

import io.understudy.call.Promise;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What was found out on the judging rows, and what is promised because of it.
 *
 * @param promises what the answers keep
 * @param measured for each promise its measure over the judging rows, weighted by copies, rows that
 *     the LLM answers included: an estimate, not a limit; NaN where no row bears on it
 * @param confidence probability with which they keep all of it
 * @param judged judging rows n; rows that are always asked are not among them
 * @param errors judging rows that the understudy serves and answers otherwise than the LLM
 * @param agreementAlone share of the judging rows, weighted by copies, on which the understudy
 *     agrees with the LLM when it answers every row that it can score
 * @param agreementLower lower limit, at {@code confidence}, of the share of all rows whose answer
 *     agrees with the LLM's, rows that the LLM answers included: Clopper-Pearson, or the betting
 *     test turned round where rows have different weights
 * @param shareServed share of the judging rows that the understudy serves
 * @param evidence the least evidence over the promises: how many times the data speak against a
 *     broken promise; at least {@code 1 / (1 - confidence)}. The inverse p-value of an exact test
 *     or the wealth of a betting test
 */
public record Certificate(
    List<Promise> promises,
    List<Double> measured,
    double confidence,
    int judged,
    int errors,
    double agreementAlone,
    double agreementLower,
    double shareServed,
    double evidence)
    implements Serializable {
  public Certificate {
    promises = List.copyOf(promises);
    measured = List.copyOf(measured);
    if (promises.size() != measured.size()) {
      throw new IllegalArgumentException(measured.size() + " values of " + promises);
    }
  }

  /**
   * The promises with what was measured, for example {@code F1 >= 0.9 (0.953 on the judging rows)}.
   */
  public String describePromises() {
    List<String> described = new ArrayList<>();
    for (int i = 0; i < promises.size(); i++) {
      double value = measured.get(i);
      described.add(
          promises.get(i).describe()
              + (Double.isNaN(value)
                  ? ""
                  : String.format(Locale.ROOT, " (%.3f on the judging rows)", value)));
    }
    return String.join(" and ", described);
  }

  /** One line for EXPLAIN and the report. */
  public String describe() {
    return String.format(
        Locale.ROOT,
        "%s with confidence %s, from %d judging rows; it serves %.1f%% of them, %d otherwise than"
            + " the LLM; all answers agree with the LLM on at least %.1f%%",
        describePromises(),
        confidence,
        judged,
        100 * shareServed,
        errors,
        100 * agreementLower);
  }
}
