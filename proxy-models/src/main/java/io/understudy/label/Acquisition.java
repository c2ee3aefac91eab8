package io.understudy.label;

import io.understudy.call.Promise;
import io.understudy.judge.Forecast;
import io.understudy.judge.JudgedRow;
import io.understudy.model.Features;
import io.understudy.model.LinearModel;
import io.understudy.model.Scorer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Buys the labels to learn from, round by round: a uniform start, then the rows that the model of
 * the moment is least certain of. In a cascade the LLM answers those rows anyway, so a label that
 * teaches costs nothing there. Where true rows are few enough to be asked, all of them, the rows
 * that look most like them come first: what is left to be answered then has hardly any, which is
 * what makes a promise about them testable.
 *
 * <p>Everything depends on what is seen of the rows, on labels bought before, and on the order of
 * the pool, never on the label of a row that is not bought. So the rows left over are exchangeable
 * as far as their labels are concerned, and a uniform draw from them judges without bias.
 */
public final class Acquisition {
  public static final double GROWTH = 1.3;
  private static final int LEAST_BATCH = 20;
  private static final int FOLDS = 4;

  /**
   * A model of many classes errs much less with each label more, so the models that forecast have
   * to have learnt almost as many as the one that plays.
   */
  private static final int FOLDS_OF_MANY = 10;

  /** Part of the rows that have to be asked by the forecast which is asked before judging. */
  public static final double PART_OF_FORECAST = 0.6;

  /** Errors among the rows asked last below which asking more teaches and mends too little. */
  public static final double LEAST_YIELD = 0.1;

  private final List<Features> rows;
  private final long contents;
  private final int classes;
  private final List<Promise> promises;
  private final LabelPlan plan;
  private final LabelSource source;
  private final Learner learner;
  private final @Nullable Scorer[] withoutFold;

  private final int[] labels;
  private final boolean[] asked;
  private final boolean[] drawn;
  private final List<Integer> uniform = new ArrayList<>();
  private final List<Integer> learnt = new ArrayList<>();
  private int bought;
  private double yield = 1;
  private @Nullable Scorer model;

  /**
   * @param rows the pool in sampling order: a uniform sample of the table or all of it
   * @param contents distinct contents of the table
   */
  public Acquisition(
      List<Features> rows,
      long contents,
      int classes,
      List<Promise> promises,
      LabelPlan plan,
      LabelSource source,
      Learner learner) {
    this.rows = rows;
    this.contents = contents;
    this.classes = classes;
    this.promises = promises;
    this.plan = plan;
    this.source = source;
    this.learner = learner;
    this.withoutFold = new Scorer[classes == 2 ? FOLDS : FOLDS_OF_MANY];
    this.labels = new int[rows.size()];
    Arrays.fill(labels, LabelSource.NONE);
    this.asked = new boolean[rows.size()];
    this.drawn = new boolean[rows.size()];
  }

  /** Buys and learns. */
  public Acquired run() {
    buyUniform(plan.start());
    grow(plan.train());
    double forecast = forecast();
    int limit = bought;
    while (model != null && yield >= LEAST_YIELD && limit < most()) {
      double wanted = PART_OF_FORECAST * forecast * contents + uniform.size();
      int next = (int) Math.min(Math.min(wanted, most()), Math.max(GROWTH * limit, limit + 50.0));
      if (next <= 1.05 * limit) {
        break;
      }
      grow(next);
      limit = next;
      forecast = forecast();
    }
    // Where even the least certain rows are right there is nothing to be asked.
    double share = yield < LEAST_YIELD ? 0 : forecast;
    return new Acquired(classes, model, share, settledTrue(), guessedOpenTrue());
  }

  /** Half of a table at most: the rest has to be worth an understudy. */
  private int most() {
    return (int) Math.min(plan.mostTrain(), Math.min(rows.size(), contents / 2));
  }

  private void grow(int to) {
    while (bought < Math.min(to, rows.size())) {
      int batch = Math.max(LEAST_BATCH, (int) Math.ceil((GROWTH - 1) * bought));
      int size = Math.min(Math.min(to, rows.size()) - bought, batch);
      if (model == null) {
        buyUniform(size);
      } else {
        buyChosen(size, model);
      }
    }
  }

  private void buyUniform(int size) {
    List<Integer> next = new ArrayList<>();
    for (int i = 0; i < asked.length && next.size() < size; i++) {
      if (!asked[i]) {
        next.add(i);
        drawn[i] = true;
      }
    }
    uniform.addAll(next);
    buy(next);
    learn();
  }

  private void buyChosen(int size, Scorer now) {
    boolean trueFirst = classes == 2 && trueShare() * contents <= plan.train() / 2.0;
    double[] urgency = new double[asked.length];
    float[] probabilities = now.newScores();
    int[] said = new int[asked.length];
    for (int i = 0; i < asked.length; i++) {
      if (!asked[i]) {
        if (!now.score(rows.get(i), probabilities)) {
          // The LLM will answer it, and nothing can be learnt from it.
          urgency[i] = -Double.MAX_VALUE;
          said[i] = LabelSource.NONE;
          continue;
        }
        said[i] = LinearModel.label(probabilities);
        double score = LinearModel.score(probabilities);
        urgency[i] = trueFirst ? score : classes == 2 ? -Math.abs(score - 0.5) : -score;
      }
    }
    List<Integer> next =
        IntStream.range(0, asked.length)
            .filter(i -> !asked[i])
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> -urgency[i]))
            .limit(size)
            .toList();
    buy(next);
    long wrong = next.stream().filter(i -> labels[i] >= 0 && labels[i] != said[i]).count();
    yield = (double) wrong / next.size();
    learn();
  }

  private void buy(List<Integer> positions) {
    int[] answers = source.ask(positions);
    for (int i = 0; i < answers.length; i++) {
      int position = positions.get(i);
      asked[position] = true;
      labels[position] = answers[i];
      if (answers[i] != LabelSource.NONE) {
        learnt.add(position);
      }
    }
    bought += positions.size();
  }

  private void learn() {
    long different = learnt.stream().mapToInt(i -> labels[i]).distinct().count();
    model = different < 2 ? null : fit(learnt, model);
  }

  private Scorer fit(List<Integer> positions, @Nullable Scorer near) {
    return learner.fit(
        positions.stream().map(rows::get).toList(),
        positions.stream().mapToInt(i -> labels[i]).toArray(),
        near);
  }

  /**
   * From the uniform rows, each answered by a model that saw the labels of the other folds; nothing
   * where nobody judges. A row stays in its fold from round to round, so a fold's model may begin
   * where it ended the last time.
   */
  private double forecast() {
    if (plan.mostJudge() == 0) {
      return 0;
    }
    if (model == null) {
      return 1;
    }
    int folds = withoutFold.length;
    List<JudgedRow> judged = new ArrayList<>();
    for (Optional<List<JudgedRow>> fold :
        IntStream.range(0, folds).parallel().mapToObj(this::heldOut).toList()) {
      if (fold.isEmpty()) {
        return 1;
      }
      judged.addAll(fold.get());
    }
    return Forecast.asked(promises, classes, judged);
  }

  /** The uniform rows of a fold; empty where the others teach nothing. */
  private Optional<List<JudgedRow>> heldOut(int fold) {
    int folds = withoutFold.length;
    List<Integer> others =
        IntStream.range(0, learnt.size())
            .filter(i -> i % folds != fold)
            .mapToObj(learnt::get)
            .toList();
    if (others.stream().mapToInt(i -> labels[i]).distinct().count() < 2) {
      return Optional.empty();
    }
    Scorer without = fit(others, withoutFold[fold]);
    withoutFold[fold] = without;
    List<JudgedRow> judged = new ArrayList<>();
    float[] probabilities = without.newScores();
    for (int i = fold; i < learnt.size(); i += folds) {
      int position = learnt.get(i);
      if (drawn[position]) {
        judged.add(HeldOut.judged(without, rows.get(position), labels[position], probabilities));
      }
    }
    return Optional.of(judged);
  }

  private double trueShare() {
    long known = uniform.stream().filter(i -> labels[i] >= 0).count();
    return known == 0 ? 0 : (double) uniform.stream().filter(i -> labels[i] == 1).count() / known;
  }

  private double settledTrue() {
    return learnt.stream().filter(i -> labels[i] == 1).count();
  }

  private double guessedOpenTrue() {
    return Math.max(0, trueShare() * contents - settledTrue());
  }
}
