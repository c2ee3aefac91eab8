package io.understudy.benchmarks.coverage;

import io.understudy.call.Promise;
import io.understudy.judge.Decision;
import io.understudy.judge.Judge;
import io.understudy.judge.JudgeInput;
import io.understudy.judge.JudgedRow;
import io.understudy.judge.Population;
import io.understudy.label.Acquired;
import io.understudy.label.Acquisition;
import io.understudy.label.LabelPlan;
import io.understudy.model.LinearModel;
import io.understudy.model.RowInput;
import io.understudy.model.Scorer;
import io.understudy.student.LogisticStudent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Plays a query without Spark, so that hundreds of seeds can be had: the same classes buy labels,
 * train and judge; only the fit that plays is the local one.
 */
final class Play {
  private static final int LABELS = 1000;
  private static final double JUDGE_SHARE = 0.4;
  private static final int ASKED_TWICE = LabelPlan.askedTwice(LABELS, 0.05);
  private static final int POOL = 16 * LABELS;

  /**
   * What came of it.
   *
   * @param kept whether the answers keep the promise
   * @param reached the promised measure over all texts
   * @param calls questions, labels and second looks included, over the texts
   * @param learnt labels bought to learn from
   * @param judged labels bought to judge by
   * @param decision who answers
   * @param model the understudy; scores all texts
   * @param settled texts whose label was bought to learn from
   */
  record Outcome(
      boolean kept,
      double reached,
      double calls,
      int learnt,
      int judged,
      String decision,
      Scorer model,
      boolean[] settled) {}

  private final Recorded set;
  private final Promise promise;
  private final double confidence;

  Play(Recorded set, Promise promise, double confidence) {
    this.set = set;
    this.promise = promise;
    this.confidence = confidence;
  }

  Outcome play(long seed) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, set.size()).boxed().toList());
    Collections.shuffle(order, new Random(seed));
    List<Integer> pool = order.subList(0, Math.min(POOL, set.size()));
    boolean[] settled = new boolean[set.size()];
    LabelPlan plan = LabelPlan.of(LABELS - ASKED_TWICE, JUDGE_SHARE, set.classes());
    Acquired acquired =
        new Acquisition(
                pool.stream().map(set.rows()::get).toList(),
                set.size(),
                set.classes(),
                List.of(promise),
                plan,
                positions ->
                    positions.stream()
                        .mapToInt(
                            position -> {
                              settled[pool.get(position)] = true;
                              return set.llm()[pool.get(position)];
                            })
                        .toArray(),
                LogisticStudent.learner(RowInput.EMBEDDING, set.classes(), seed))
            .run();
    Scorer model = acquired.model();
    if (model == null) {
      throw new IllegalStateException(set.name() + ": all labels are of one class");
    }
    List<Integer> open =
        new ArrayList<>(IntStream.range(0, set.size()).filter(i -> !settled[i]).boxed().toList());
    int learnt = set.size() - open.size();
    Collections.shuffle(open, new Random(~seed));
    int wanted = plan.judges(set.size(), open.size(), List.of(promise), acquired, 1 - confidence);
    List<Integer> judges = open.subList(0, Math.min(wanted, open.size()));
    float[] probabilities = model.newScores();
    List<JudgedRow> rows = judges.stream().map(i -> judged(model, i, probabilities)).toList();
    Population population =
        new Population(
                set.size(), learnt + judges.size(), open.size(), set.size(), acquired.settledTrue())
            .withGuessedOpenTrueRows(acquired.guessedOpenTrue());
    Decision decision =
        Judge.decide(
            JudgeInput.distinct(List.of(promise), confidence, set.classes(), rows, population));
    boolean[] labelled = settled.clone();
    judges.forEach(i -> labelled[i] = true);
    return outcome(decision, model, settled, labelled, learnt, judges.size());
  }

  private JudgedRow judged(Scorer model, int i, float[] probabilities) {
    model.score(set.rows().get(i), probabilities);
    return JudgedRow.single(
        set.llm()[i], LinearModel.label(probabilities), LinearModel.score(probabilities));
  }

  private Outcome outcome(
      Decision decision,
      Scorer model,
      boolean[] settled,
      boolean[] labelled,
      int learnt,
      int judged) {
    int[] answers = new int[set.size()];
    float[] probabilities = model.newScores();
    int asked = 0;
    for (int i = 0; i < answers.length; i++) {
      JudgedRow row = judged(model, i, probabilities);
      boolean served = !labelled[i] && decision.serves(row.score());
      answers[i] = served ? row.proxy() : row.llm();
      asked += served ? 0 : 1;
    }
    double reached = Measures.of(promise, answers, set.llm());
    return new Outcome(
        reached >= promise.target() - 1e-12,
        reached,
        (double) (asked + ASKED_TWICE) / set.size(),
        learnt,
        judged,
        decision.name(),
        model,
        settled);
  }
}
