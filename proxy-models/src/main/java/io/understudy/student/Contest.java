package io.understudy.student;

import io.understudy.model.Features;
import io.understudy.model.LinearModel;
import io.understudy.model.Scorer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Students compete by cross-validation on the rows that were bought to learn from. The first
 * entrant is the incumbent: another one replaces it only if it is better by more than one standard
 * error of the difference, since of many that are equally good one looks best by chance.
 *
 * <p>No judging row is looked at, so whoever wins is judged as if there had been no contest.
 */
public final class Contest {
  private static final int FOLDS = 4;
  private static final int RESAMPLES = 200;

  private final List<Entrant> entrants;
  private final Lesson lesson;
  private final int tested;

  /** Rows in the order of their certainty are drawn again for the standard error. */
  private record Answers(boolean[] wrong, double[] certainty) {}

  /**
   * @param entrants the incumbent first
   * @param lesson rows with all parts that any of the entrants looks at
   * @param tested so many of the first rows are a uniform sample; the others only teach, since they
   *     were bought because they are difficult
   */
  public Contest(List<Entrant> entrants, Lesson lesson, int tested) {
    if (entrants.isEmpty()) {
      throw new IllegalArgumentException("a contest needs an incumbent");
    }
    this.entrants = List.copyOf(entrants);
    this.lesson = lesson;
    this.tested = Math.min(tested, lesson.labels().length);
  }

  /**
   * What came of it.
   *
   * @param winner the incumbent, unless another one is clearly better
   * @param gain the incumbent's risk minus the winner's; 0 if the incumbent stays
   * @param standings of all, in the order of the entrants
   */
  public record Result(Entrant winner, double gain, List<Standing> standings) {}

  /** Fits every entrant once for each fold. */
  public Result run() {
    List<Standing> standings = new ArrayList<>();
    List<Answers> answers = new ArrayList<>();
    for (Entrant entrant : entrants) {
      long start = System.nanoTime();
      Answers given = answers(entrant);
      answers.add(given);
      double agreement = 1 - mean(given.wrong());
      standings.add(
          new Standing(
              entrant,
              agreement,
              risk(given, IntStream.range(0, tested).toArray()),
              (System.nanoTime() - start) / 1e9));
    }
    int best = 0;
    for (int i = 1; i < standings.size(); i++) {
      if (standings.get(i).risk() < standings.get(best).risk()) {
        best = i;
      }
    }
    double gain = standings.get(0).risk() - standings.get(best).risk();
    return best > 0 && gain > standardError(answers.get(0), answers.get(best))
        ? new Result(entrants.get(best), gain, standings)
        : new Result(entrants.get(0), 0, standings);
  }

  private Answers answers(Entrant entrant) {
    Lesson seen = lesson.seenAs(entrant.input());
    boolean[] wrong = new boolean[tested];
    double[] certainty = new double[tested];
    Arrays.fill(wrong, true);
    for (int fold = 0; fold < FOLDS; fold++) {
      int held = fold;
      int[] others =
          IntStream.range(0, seen.labels().length).filter(i -> i % FOLDS != held).toArray();
      if (!seen.teaches(others)) {
        continue;
      }
      Scorer scorer = entrant.student().fit(seen.only(others));
      float[] probabilities = scorer.newScores();
      for (int i = held; i < tested; i += FOLDS) {
        Features row = seen.rows().get(i);
        // Who cannot score a row leaves it to the LLM, after all that it can: an error held last.
        if (scorer.score(row, probabilities)) {
          int label = LinearModel.label(probabilities);
          wrong[i] = label != seen.labels()[i];
          certainty[i] = probabilities[label];
        }
      }
    }
    return new Answers(wrong, certainty);
  }

  /**
   * @param rows positions, any number of times
   */
  private static double risk(Answers answers, int[] rows) {
    Integer[] order = Arrays.stream(rows).boxed().toArray(Integer[]::new);
    Arrays.sort(order, (a, b) -> Double.compare(answers.certainty()[b], answers.certainty()[a]));
    double errors = 0;
    double sum = 0;
    for (int i = 0; i < order.length; i++) {
      errors += answers.wrong()[order[i]] ? 1 : 0;
      sum += errors / (i + 1);
    }
    return order.length == 0 ? 0 : sum / order.length;
  }

  /** Of the difference between two, by drawing the rows again with replacement (Efron 1979). */
  private double standardError(Answers one, Answers other) {
    SplittableRandom random = new SplittableRandom(lesson.seed());
    double[] differences = new double[RESAMPLES];
    for (int r = 0; r < RESAMPLES; r++) {
      int[] rows = IntStream.range(0, tested).map(i -> random.nextInt(tested)).toArray();
      differences[r] = risk(one, rows) - risk(other, rows);
    }
    double mean = Arrays.stream(differences).average().orElse(0);
    return Math.sqrt(
        Arrays.stream(differences).map(d -> (d - mean) * (d - mean)).sum() / (RESAMPLES - 1));
  }

  private static double mean(boolean[] flags) {
    int set = 0;
    for (boolean flag : flags) {
      set += flag ? 1 : 0;
    }
    return flags.length == 0 ? 0 : (double) set / flags.length;
  }
}
