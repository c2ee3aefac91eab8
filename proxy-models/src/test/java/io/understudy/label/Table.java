package io.understudy.label;

import io.understudy.call.Promise;
import io.understudy.judge.Decision;
import io.understudy.judge.Judge;
import io.understudy.judge.JudgeInput;
import io.understudy.judge.JudgedRow;
import io.understudy.judge.Population;
import io.understudy.judge.Reason;
import io.understudy.model.Features;
import io.understudy.model.LinearModel;
import io.understudy.model.LogisticFit;
import io.understudy.model.Scorer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A small table with vectors and what the LLM says, so that everything from buying to answering can
 * be played, and checked against the truth.
 */
record Table(int classes, List<float[]> vectors, int[] llm) {
  private static final int LEAST_DIMENSION = 4;

  /**
   * @param trueShare of two classes; unused with more
   * @param noise share of the LLM's answers that follow nothing
   * @param spread how far rows scatter around their class: 0.5 is easy, 2 is hard
   */
  static Table of(int size, int classes, double trueShare, double noise, double spread, long seed) {
    return of(size, classes, trueShare, noise, spread, 0, seed);
  }

  /**
   * @param idle further dimensions that say nothing, to be overfitted
   */
  static Table of(
      int size, int classes, double trueShare, double noise, double spread, int idle, long seed) {
    Random random = new Random(seed);
    int dimension = Math.max(LEAST_DIMENSION, 32 - Integer.numberOfLeadingZeros(classes - 1));
    List<float[]> vectors = new ArrayList<>();
    int[] llm = new int[size];
    for (int i = 0; i < size; i++) {
      int meant =
          classes == 2 ? (random.nextDouble() < trueShare ? 1 : 0) : random.nextInt(classes);
      float[] vector = new float[dimension + idle];
      for (int d = 0; d < vector.length; d++) {
        double centre = d >= dimension ? 0 : ((meant >> d) & 1) == 1 ? 1 : -1;
        vector[d] = (float) (centre + spread * random.nextGaussian());
      }
      vectors.add(vector);
      llm[i] = random.nextDouble() < noise ? random.nextInt(classes) : meant;
    }
    return new Table(classes, vectors, llm);
  }

  Table mapVectors(UnaryOperator<float[]> mapped) {
    return new Table(classes, vectors.stream().map(mapped).toList(), llm);
  }

  /**
   * @param judgedRowsWereLearnt to judge, wrongly, by rows that the model was trained on
   */
  record Terms(List<Promise> promises, int labels, int pool, boolean judgedRowsWereLearnt) {}

  /** What came of it. */
  record Outcome(Decision decision, boolean kept, int calls, double agreement, Acquired acquired) {}

  /** The rows in the order in which a play of that seed draws them. */
  List<Integer> order(long seed) {
    return shuffled(IntStream.range(0, llm.length).boxed().toList(), seed);
  }

  Outcome play(Terms terms, long seed) {
    int size = llm.length;
    List<Integer> order = order(seed);
    List<Integer> pool = order.subList(0, Math.min(terms.pool(), size));
    List<Integer> learnt = new ArrayList<>();
    LabelPlan plan = LabelPlan.of(terms.labels(), 0.4, classes);
    Acquired acquired =
        new Acquisition(
                pool.stream().map(i -> Features.ofVector(vectors.get(i))).toList(),
                size,
                classes,
                terms.promises(),
                plan,
                positions -> {
                  positions.forEach(position -> learnt.add(pool.get(position)));
                  return positions.stream().mapToInt(position -> llm[pool.get(position)]).toArray();
                },
                (rows, labels, near) -> logistic(rows, labels, classes, near))
            .run();
    Scorer model = acquired.model();
    if (model == null) {
      return new Outcome(
          new Decision.UseLlm(Reason.of(Reason.Code.EXTREME_SELECTIVITY)), true, size, 1, acquired);
    }
    Set<Integer> labelled = new HashSet<>(learnt);
    List<Integer> open = order.stream().filter(i -> !labelled.contains(i)).sorted().toList();
    int wanted = plan.judges(size, open.size(), terms.promises(), acquired, 0.1);
    List<Integer> judges =
        shuffled(terms.judgedRowsWereLearnt() ? learnt : open, ~seed).stream()
            .limit(wanted)
            .toList();
    labelled.addAll(judges);
    Population population =
        new Population(size, labelled.size(), open.size(), size, acquired.settledTrue())
            .withGuessedOpenTrueRows(acquired.guessedOpenTrue());
    List<JudgedRow> rows = judges.stream().map(i -> judged(model, i)).collect(Collectors.toList());
    Decision decision =
        Judge.decide(JudgeInput.distinct(terms.promises(), 0.9, classes, rows, population));
    return outcome(terms, acquired, decision, model, labelled);
  }

  static LinearModel logistic(
      List<Features> rows, int[] labels, int classes, @Nullable Scorer near) {
    return LogisticFit.fit(
        rows.stream().map(Features::vector).toList(), labels, classes, 3, (LinearModel) near);
  }

  /** What a model sees of the rows. */
  List<Features> rows() {
    return vectors.stream().map(Features::ofVector).toList();
  }

  private Outcome outcome(
      Terms terms, Acquired acquired, Decision decision, Scorer model, Set<Integer> labelled) {
    double[] cells = new double[4];
    double right = 0;
    int calls = 0;
    for (int i = 0; i < llm.length; i++) {
      JudgedRow row = judged(model, i);
      boolean served = !labelled.contains(i) && decision.serves(row.score());
      int answer = served ? row.proxy() : llm[i];
      calls += served ? 0 : 1;
      right += answer == llm[i] ? 1 : 0;
      if (classes == 2) {
        cells[2 * llm[i] + answer]++;
      }
    }
    boolean kept = true;
    for (Promise promise : terms.promises()) {
      double reached;
      if (promise instanceof Promise.F1) {
        reached = 2 * cells[3] / (2 * cells[3] + cells[1] + cells[2]);
      } else if (promise instanceof Promise.Precision) {
        reached = cells[3] / (cells[3] + cells[1]);
      } else if (promise instanceof Promise.Recall) {
        reached = cells[3] / (cells[3] + cells[2]);
      } else {
        reached = right / llm.length;
      }
      kept &= reached >= promise.target() - 1e-12;
    }
    return new Outcome(decision, kept, calls, right / llm.length, acquired);
  }

  private JudgedRow judged(Scorer model, int i) {
    float[] probabilities = model.newScores();
    model.score(Features.ofVector(vectors.get(i)), probabilities);
    return JudgedRow.single(
        llm[i], LinearModel.label(probabilities), LinearModel.score(probabilities));
  }

  private static List<Integer> shuffled(List<Integer> of, long seed) {
    List<Integer> shuffled = new ArrayList<>(of);
    Collections.shuffle(shuffled, new Random(seed));
    return shuffled;
  }
}
