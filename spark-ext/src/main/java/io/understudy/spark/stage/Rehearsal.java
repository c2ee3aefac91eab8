package io.understudy.spark.stage;

import io.understudy.judge.Admission;
import io.understudy.judge.Decision;
import io.understudy.judge.Drift;
import io.understudy.judge.JudgedRow;
import io.understudy.judge.Reason;
import io.understudy.judge.Repeatability;
import io.understudy.label.Acquired;
import io.understudy.label.Acquisition;
import io.understudy.label.LabelPlan;
import io.understudy.label.LabelSource;
import io.understudy.label.Learner;
import io.understudy.model.LinearModel;
import io.understudy.model.RowInput;
import io.understudy.projection.PilotReport;
import io.understudy.sample.ContentKey;
import io.understudy.spark.account.LiveRun;
import io.understudy.spark.account.Progress;
import io.understudy.spark.account.RunTally;
import io.understudy.spark.account.Step;
import io.understudy.spark.config.UnderstudyConf;
import io.understudy.spark.stage.label.LabelledRow;
import io.understudy.spark.stage.sample.Drawing;
import io.understudy.spark.stage.sample.Sample;
import io.understudy.spark.stage.sample.SampledRow;
import io.understudy.student.Lesson;
import io.understudy.student.LogisticStudent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;

/**
 * What comes between a sample and a decision: labels to learn from, a model, labels to judge it by,
 * and the judgement. Which labels, and why judging is fair: docs/design/007-which-labels-to-buy.md.
 */
final class Rehearsal {
  private final SparkSession session;
  private final List<RowInput> inputs;
  private final Casting casting;
  private final long seed;
  private final LiveRun live;
  private final LabelPlan plan;
  private final Drawing drawing;
  private final SampleEmbedder embedder;
  private final JudgeStep judge;
  private final Function<List<SampledRow>, List<LabelledRow>> labeller;
  private final SecondLook secondLook;
  private final PilotStep pilots;
  private final RunTally tally;
  private final Progress progress;

  /**
   * @param inputs that the call has, the usual one first
   * @param conf who may be trained, and the seed
   * @param labeller one labelled row per row, in order
   * @param secondLook asks again about some of the rows that judge
   * @param pilots looks ahead from the first labels
   */
  Rehearsal(
      SparkSession session,
      List<RowInput> inputs,
      UnderstudyConf conf,
      LiveRun live,
      LabelPlan plan,
      Drawing drawing,
      SampleEmbedder embedder,
      JudgeStep judge,
      Function<List<SampledRow>, List<LabelledRow>> labeller,
      SecondLook secondLook,
      PilotStep pilots,
      RunTally tally,
      Progress progress) {
    this.session = session;
    this.inputs = inputs;
    this.casting = new Casting(session, conf.students(), inputs);
    this.seed = conf.seed();
    this.live = live;
    this.plan = plan;
    this.drawing = drawing;
    this.embedder = embedder;
    this.judge = judge;
    this.labeller = labeller;
    this.secondLook = secondLook;
    this.pilots = pilots;
    this.tally = tally;
    this.progress = progress;
  }

  /** Buys uniform labels only, and looks ahead. */
  PilotReport pilot(Sample sample, int labels) {
    List<SampledRow> first =
        sample
            .rows()
            .subList(
                0,
                (int)
                    Math.min(sample.rows().size(), embedder.embeds() ? labels : Integer.MAX_VALUE));
    Materials seen = Materials.of(inputs, sample.rows());
    List<SampledRow> rows =
        usable(sample, embedder.embed(first), seen).stream().limit(labels).toList();
    PilotStep.Uniform uniform = uniform(sample, seen, buy(rows, new ArrayList<>()));
    pilots.keep(uniform, session.sparkContext());
    return live.timed(Step.TRAIN, () -> pilots.look(uniform));
  }

  private PilotStep.Uniform uniform(Sample sample, Materials seen, List<LabelledRow> rows) {
    return pilots.uniform(sample, seen, answered(rows), live, tally);
  }

  /** The start is what a projection is made of, now for who waits, or later on demand. */
  private void lookAhead(Sample sample, Materials seen, List<LabelledRow> start) {
    PilotStep.Uniform uniform = uniform(sample, seen, start);
    pilots.keep(uniform, session.sparkContext());
    live.timed(
        Step.TRAIN,
        () -> {
          pilots.tell(uniform, progress);
          return uniform;
        });
  }

  /** Spends what the labels cost. */
  Prepared play(Sample sample, int classes) {
    Materials seen = Materials.of(inputs, sample.rows());
    List<SampledRow> embedded = embedder.embed(sample.rows(), sample.judges());
    List<SampledRow> pool = usable(sample, embedded, seen);
    List<LabelledRow> bought = new ArrayList<>();
    Acquired acquired =
        new Acquisition(
                pool.stream().map(row -> seen.usual().of(seen.of(row))).toList(),
                sample.distinct(),
                classes,
                judge.promises(),
                plan,
                positions -> {
                  boolean start = bought.isEmpty();
                  List<LabelledRow> rows = buy(positions.stream().map(pool::get).toList(), bought);
                  if (start) {
                    lookAhead(sample, seen, rows);
                  }
                  return classesOf(rows);
                },
                timed(LogisticStudent.learner(seen.usual(), classes, seed)))
            .run();
    List<LabelledRow> settled = List.copyOf(bought);
    List<LabelledRow> learnt = answered(settled);
    int[] labels = learnt.stream().mapToInt(Rehearsal::classOf).toArray();
    Optional<Reason> unlearnable =
        Admission.ofLabels(occurrences(labels, classes), Admission.DEFAULT_MIN_PER_CLASS);
    if (unlearnable.isPresent()) {
      return new Prepared(
          new LabelledSample(sample, bought),
          null,
          null,
          new Decision.UseLlm(unlearnable.get()),
          Repeatability.UNKNOWN,
          Evidence.NONE,
          seed,
          new LabelledSample(sample, bought).failed());
    }
    Lesson lesson =
        new Lesson(
            RowInput.BOTH,
            learnt.stream().map(row -> seen.of(row.row())).toList(),
            labels,
            classes,
            seed);
    int uniform = answered(bought.subList(0, Math.min(plan.start(), bought.size()))).size();
    Cast cast =
        live.timed(
            Step.TRAIN,
            () ->
                Jobs.described(
                    session.sparkContext(),
                    judge.function() + ": training",
                    () -> casting.cast(lesson, uniform)));
    List<LabelledRow> drawn = buy(judges(sample, embedded, bought, acquired), bought);
    List<LabelledRow> judges = answered(drawn);
    List<JudgedRow> twice = secondLook.at(judges);
    LabelledSample labelled = new LabelledSample(sample, List.copyOf(bought));
    Decision decision =
        Repeatability.obstacle(twice, judge.promises(), judge.confidence())
            .<Decision>map(Decision.UseLlm::new)
            .orElseGet(
                () ->
                    live.timed(
                        Step.JUDGE,
                        () ->
                            judge.decide(
                                labelled, settled, drawn, cast, seen, acquired.guessedOpenTrue())));
    Evidence evidence =
        new Evidence(
            Evidence.keys(learnt),
            Evidence.keys(judges),
            Drift.Scored.of(judge.rows(sample, judges, cast.entrant(), cast.scorer(), seen)));
    return new Prepared(
        labelled,
        cast,
        seen.words(),
        decision,
        Repeatability.of(twice),
        evidence,
        seed,
        labelled.failed());
  }

  private Learner timed(Learner learner) {
    return (rows, labels, near) -> live.timed(Step.TRAIN, () -> learner.fit(rows, labels, near));
  }

  /**
   * The first of those that are not labelled, in the order that only judges are drawn by. Rows
   * without a usable vector are among them: they are open like the others.
   */
  private List<SampledRow> judges(
      Sample sample, List<SampledRow> embedded, List<LabelledRow> bought, Acquired acquired) {
    Set<ContentKey> labelled =
        bought.stream().map(row -> row.row().key()).collect(Collectors.toSet());
    int wanted =
        plan.judges(
            sample.distinct(),
            sample.distinct() - labelled.size(),
            judge.promises(),
            acquired,
            1 - judge.confidence());
    JudgeDraw draw = new JudgeDraw(sample, drawing);
    List<SampledRow> drawn = draw.first(embedded, row -> !labelled.contains(row.key()), wanted);
    return draw.poolIsAll() ? drawn : embedder.embed(drawn);
  }

  private List<LabelledRow> buy(List<SampledRow> rows, List<LabelledRow> bought) {
    if (rows.isEmpty()) {
      return List.of();
    }
    List<LabelledRow> labelled = labeller.apply(rows);
    bought.addAll(labelled);
    return labelled;
  }

  /** Those that a student can see; the others are never answered by an understudy. */
  private static List<SampledRow> usable(Sample sample, List<SampledRow> rows, Materials seen) {
    if (seen.inputs().stream().noneMatch(RowInput::readsVector)) {
      return rows.stream().filter(row -> seen.of(row).words().size() > 0).toList();
    }
    Optional<Integer> usual = usualDimension(sample);
    return rows.stream()
        .filter(row -> row.vector() != null && LinearModel.scorable(vectorOf(row)))
        .filter(row -> usual.isEmpty() || usual.get() == vectorOf(row).length)
        .toList();
  }

  /** The length that most vectors of the input have; empty if it brings none. */
  static Optional<Integer> usualDimension(Sample sample) {
    return sample.dimensions().entrySet().stream()
        .max(Map.Entry.<Integer, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey);
  }

  static float[] vectorOf(SampledRow row) {
    return Objects.requireNonNull(row.vector());
  }

  static List<LabelledRow> answered(List<LabelledRow> rows) {
    return rows.stream().filter(row -> row.reply().answer() != null).toList();
  }

  private static int[] classesOf(List<LabelledRow> rows) {
    return rows.stream()
        .mapToInt(row -> row.reply().answer() == null ? LabelSource.NONE : classOf(row))
        .toArray();
  }

  static int classOf(LabelledRow row) {
    return JudgeStep.answerOf(row).single();
  }

  private static long[] occurrences(int[] labels, int classes) {
    long[] occurrences = new long[classes];
    for (int label : labels) {
      occurrences[label]++;
    }
    return occurrences;
  }
}
