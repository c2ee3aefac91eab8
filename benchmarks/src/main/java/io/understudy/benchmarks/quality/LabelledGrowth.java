package io.understudy.benchmarks.quality;

import io.understudy.benchmarks.DataSet;
import io.understudy.benchmarks.ReplayOracle;
import io.understudy.benchmarks.Scores;
import io.understudy.call.Promise;
import io.understudy.label.Acquisition;
import io.understudy.label.LabelPlan;
import io.understudy.model.Features;
import io.understudy.model.LinearModel;
import io.understudy.model.RowInput;
import io.understudy.model.Scorer;
import io.understudy.student.LogisticStudent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;

/** The answers of one task after 250, 500, 1,000, ... labels. */
final class LabelledGrowth {
  private static final List<Integer> SIZES = List.of(250, 500, 1000, 2000, 4000, 8000);
  private static final double MOST = 0.5;

  /** The labels of the query whose uniform start is taken. */
  private static final int USUAL_LABELS = 1000;

  private static final double JUDGE_SHARE = 0.4;

  private final Task task;
  private final List<DataSet.Item> items;
  private final List<Features> rows;
  private final List<String> answers;
  private final List<String> people;
  private final List<String> llm;

  /**
   * What came of a number of labels.
   *
   * @param f1Ratio F1 of all answers over F1 of the LLM's, both against people
   * @param agreement share of the different texts whose answer is the LLM's
   */
  record Point(int labels, double f1Ratio, double agreement) {}

  private LabelledGrowth(
      Task task, List<DataSet.Item> items, List<Features> rows, List<String> llm) {
    this.task = task;
    this.items = items;
    this.rows = rows;
    this.llm = llm;
    // For a yes/no question false is class 0.
    this.answers = task.isYesNo() ? List.of("false", "true") : task.categories();
    this.people = items.stream().map(task::people).toList();
  }

  /**
   * @param vectors by row id
   */
  static LabelledGrowth of(Task task, Map<String, float[]> vectors) {
    ReplayOracle llm =
        ReplayOracle.of(task.data(), task.labels(), task.noise(), Experiment.NOISE_SEED);
    List<DataSet.Item> items = List.copyOf(task.data().byText().values());
    return new LabelledGrowth(
        task,
        items,
        items.stream()
            .map(item -> Features.ofVector(Objects.requireNonNull(vectors.get(item.id()))))
            .toList(),
        items.stream().map(item -> llm.answer(item.text())).toList());
  }

  /** Different texts. */
  int texts() {
    return items.size();
  }

  /** One point for each number of labels up to half of the texts. */
  List<Point> grow(long seed) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, texts()).boxed().toList());
    Collections.shuffle(order, new Random(seed));
    return SIZES.stream()
        .filter(size -> size <= MOST * texts())
        .map(size -> point(order, size, seed))
        .toList();
  }

  private Point point(List<Integer> order, int size, long seed) {
    boolean[] bought = new boolean[texts()];
    int classes = answers.size();
    int start = LabelPlan.of(USUAL_LABELS, JUDGE_SHARE, classes).start();
    Scorer model =
        new Acquisition(
                order.stream().map(rows::get).toList(),
                texts(),
                classes,
                List.of(new Promise.Accuracy(0.9)),
                new LabelPlan(Math.min(size, start), size, size, 0, 0),
                positions ->
                    positions.stream()
                        .map(order::get)
                        .mapToInt(
                            text -> {
                              bought[text] = true;
                              return answers.indexOf(llm.get(text));
                            })
                        .toArray(),
                LogisticStudent.learner(RowInput.EMBEDDING, classes, seed))
            .run()
            .model();
    if (model == null) {
      throw new IllegalStateException(task.name() + ": all labels are of one class");
    }
    String[] given = new String[texts()];
    for (int text = 0; text < given.length; text++) {
      given[text] = bought[text] ? llm.get(text) : said(model, text);
    }
    List<String> all = Arrays.asList(given);
    return new Point(size, task.f1(all, people) / task.f1(llm, people), Scores.agreement(all, llm));
  }

  private String said(Scorer model, int text) {
    float[] probabilities = model.newScores();
    model.score(rows.get(text), probabilities);
    return answers.get(LinearModel.label(probabilities));
  }
}
