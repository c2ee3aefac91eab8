package io.understudy.judge;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.commons.math3.distribution.HypergeometricDistribution;

/**
 * How the rows that an understudy is asked about now differ from those it was judged on. It warns;
 * who answers is decided by the {@link Judge} alone.
 *
 * @param judgedThen rows that judged it and that it could score
 * @param wrongThen those among them about which it does not agree with the LLM, served or not
 * @param judgedNow rows drawn uniformly from what is asked now, none of which it learnt from
 * @param wrongNow those among them about which it does not agree with the LLM
 * @param errorsP p-value of Fisher's exact test, one-sided: that wrong answers are no more frequent
 *     now (Fisher 1935)
 * @param distance of Kolmogorov and Smirnov between the scores then and now, in [0, 1]
 * @param scoresP its p-value for two samples, by Stephens' approximation (1970, Journal of the
 *     Royal Statistical Society B 32): that the scores have the same distribution
 */
public record Drift(
    int judgedThen,
    int wrongThen,
    int judgedNow,
    int wrongNow,
    double errorsP,
    double distance,
    double scoresP) {
  /** Each of the two tests warns by mistake in at most so many of all checks. */
  public static final double LEVEL = 0.025;

  /**
   * @param then scores of the rows that judged it
   * @param now scores of the rows drawn now
   */
  public static Drift between(Scored then, Scored now) {
    double distance = distance(then.scores(), now.scores());
    return new Drift(
        then.scores().length,
        then.wrong(),
        now.scores().length,
        now.wrong(),
        fisher(then.scores().length, then.wrong(), now.scores().length, now.wrong()),
        distance,
        smirnov(distance, then.scores().length, now.scores().length));
  }

  /**
   * What an understudy says about rows drawn uniformly, each counted once.
   *
   * @param scores of those that it could score
   * @param wrong how many of these it does not agree with the LLM about
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Scored(float[] scores, int wrong) {
    /** The rows among these that could be scored. */
    public static Scored of(List<JudgedRow> rows) {
      List<JudgedRow> scored = rows.stream().filter(row -> !Double.isNaN(row.score())).toList();
      float[] scores = new float[scored.size()];
      for (int i = 0; i < scores.length; i++) {
        scores[i] = (float) scored.get(i).score();
      }
      return new Scored(
          scores, (int) scored.stream().filter(row -> row.proxy() != row.llm()).count());
    }
  }

  /** Whether wrong answers have become more frequent. */
  public boolean moreErrors() {
    return errorsP < LEVEL;
  }

  /** Whether the scores have another distribution. */
  public boolean otherScores() {
    return scoresP < LEVEL;
  }

  /** Whether the user is to be warned. */
  public boolean noticed() {
    return moreErrors() || otherScores();
  }

  /** The figures of both tests, one clause each. */
  public String describe() {
    return String.format(
        Locale.ROOT,
        "alone it differed from the LLM on %d of %d rows when it was judged, on %d of %d now (p %.3g);"
            + " distance of the scores %.3f (p %.3g)",
        wrongThen,
        judgedThen,
        wrongNow,
        judgedNow,
        errorsP,
        distance,
        scoresP);
  }

  private static double fisher(int then, int wrongThen, int now, int wrongNow) {
    if (then == 0 || now == 0 || wrongNow == 0) {
      return 1;
    }
    return new HypergeometricDistribution(null, then + now, wrongThen + wrongNow, now)
        .upperCumulativeProbability(wrongNow);
  }

  /** The largest difference of the two distribution functions; ties are passed together. */
  private static double distance(float[] first, float[] second) {
    if (first.length == 0 || second.length == 0) {
      return 0;
    }
    float[] a = first.clone();
    float[] b = second.clone();
    Arrays.sort(a);
    Arrays.sort(b);
    double distance = 0;
    int i = 0;
    int j = 0;
    while (i < a.length && j < b.length) {
      float at = Math.min(a[i], b[j]);
      while (i < a.length && a[i] <= at) {
        i++;
      }
      while (j < b.length && b[j] <= at) {
        j++;
      }
      distance = Math.max(distance, Math.abs((double) i / a.length - (double) j / b.length));
    }
    return distance;
  }

  private static double smirnov(double distance, int n, int m) {
    if (n == 0 || m == 0) {
      return 1;
    }
    double root = Math.sqrt((double) n * m / (n + m));
    double lambda = (root + 0.12 + 0.11 / root) * distance;
    if (lambda < 0.3) {
      return 1;
    }
    double p = 0;
    for (int k = 1; k <= 100; k++) {
      double term = Math.exp(-2 * k * k * lambda * lambda);
      p += k % 2 == 1 ? term : -term;
      if (term < 1e-12) {
        break;
      }
    }
    return Math.min(1, Math.max(0, 2 * p));
  }
}
