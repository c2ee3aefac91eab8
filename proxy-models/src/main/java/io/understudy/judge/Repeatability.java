package io.understudy.judge;

import io.understudy.call.Promise;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How often the LLM agrees with itself: some of the rows that judge were put to it a second time.
 *
 * @param asked rows with two answers
 * @param agreed rows among them with the same answer twice
 */
public record Repeatability(int asked, int agreed) implements Serializable {
  /** No row was asked about twice. */
  public static final Repeatability UNKNOWN = new Repeatability(0, 0);

  public Repeatability {
    if (agreed < 0 || agreed > asked) {
      throw new IllegalArgumentException(agreed + " equal answers of " + asked);
    }
  }

  /**
   * @param twice one row per content asked about twice, with the first answer as the LLM's and the
   *     second in place of the understudy's
   */
  public static Repeatability of(List<JudgedRow> twice) {
    int agreed = (int) twice.stream().filter(JudgedRow::agrees).count();
    return new Repeatability(twice.size(), agreed);
  }

  /** Whether any row was asked about twice. */
  public boolean known() {
    return asked > 0;
  }

  /** Share of the rows with the same answer twice; NaN if none was asked about twice. */
  public double share() {
    return asked == 0 ? Double.NaN : (double) agreed / asked;
  }

  /** One clause for EXPLAIN and the report. */
  public String describe() {
    return String.format(
        Locale.ROOT,
        "asked twice about %d rows, the LLM agrees with itself on %.1f%%",
        asked,
        100 * share());
  }

  /**
   * Why a promise lies above what the LLM itself would keep, were its second answers those of an
   * understudy. The promise counts as above only where the upper limit of Clopper and Pearson
   * (1934), at the confidence, lies below it: for accuracy that of the share of equal answers, for
   * the other promises that of the good among the rows that bear on them ({@link Clause}). So an
   * LLM that does keep a promise is turned down with a probability of at most {@code 1 -
   * confidence} per promise, whatever the number of rows.
   *
   * @param twice as for {@link #of}
   */
  public static Optional<Reason> obstacle(
      List<JudgedRow> twice, List<Promise> promises, double confidence) {
    boolean[] all = new boolean[twice.size()];
    java.util.Arrays.fill(all, true);
    for (Promise promise : promises) {
      Clause clause = Clause.of(promise);
      long good = count(clause, twice, Clause.Kind.GOOD);
      long matter = good + count(clause, twice, Clause.Kind.BAD);
      double least = 1 / (1 + clause.ratio());
      if (matter > 0 && Tails.upperLimit(good, matter, 1 - confidence) < least) {
        return Optional.of(
            new Reason(
                Reason.Code.NOT_REPEATABLE,
                String.format(
                    Locale.ROOT,
                    "Of %s its second answers to %d rows reach %.3f; %d of them are as before.",
                    promise.describe(),
                    twice.size(),
                    clause.measured(twice, all),
                    of(twice).agreed())));
      }
    }
    return Optional.empty();
  }

  private static long count(Clause clause, List<JudgedRow> rows, Clause.Kind kind) {
    return rows.stream().filter(row -> clause.kind(row, /* served= */ true) == kind).count();
  }
}
