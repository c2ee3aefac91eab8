package io.understudy.spark.stage;

import io.understudy.account.Usage;
import io.understudy.catalyst.plan.StageCall;
import io.understudy.embed.Embedders;
import io.understudy.error.ErrorCondition;
import io.understudy.judge.Admission;
import io.understudy.judge.Decision;
import io.understudy.judge.Reason;
import io.understudy.judge.Repeatability;
import io.understudy.label.LabelPlan;
import io.understudy.model.RowInput;
import io.understudy.projection.PilotReport;
import io.understudy.spark.account.LiveRun;
import io.understudy.spark.account.Progress;
import io.understudy.spark.account.Step;
import io.understudy.spark.config.UnderstudyConf;
import io.understudy.spark.error.UnderstudyException;
import io.understudy.spark.stage.label.AskPlan;
import io.understudy.spark.stage.label.LabelDesk;
import io.understudy.spark.stage.label.LabelledRow;
import io.understudy.spark.stage.label.Labeller;
import io.understudy.spark.stage.read.DataReader;
import io.understudy.spark.stage.read.RowEmbedder;
import io.understudy.spark.stage.read.VectorReader;
import io.understudy.spark.stage.sample.Drawing;
import io.understudy.spark.stage.sample.Sample;
import io.understudy.spark.stage.sample.SampledRow;
import io.understudy.spark.stage.sample.Sampler;
import io.understudy.spark.view.OpenView;
import io.understudy.spark.view.ViewChoice;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;

/** Prepares the answers to one call: sample, label, train, judge. */
final class StageRun {
  /** Rows of another length than the usual, as a share, that are still sent to the LLM singly. */
  private static final double ODD_DIMENSIONS = 0.1;

  /** Contents to choose from, for each label; fewer where each of them has to be embedded first. */
  private static final int POOL = 16;

  private static final int POOL_TO_EMBED = 3;

  private final SparkSession session;
  private final SparkContext context;
  private final StageCall call;
  private final DataReader data;
  private final @Nullable VectorReader vectors;
  private final AskPlan ask;
  private final UnderstudyConf conf;
  private final LiveRun live;
  private final BudgetCheck budget;
  private final Outlay outlay;
  private final LabelDesk desk;
  private final Labeller labeller;
  private final List<RowInput> inputs;
  private final @Nullable OpenView view;
  private final int askedTwice;
  private final LabelPlan plan;
  private final Drawing drawing;
  private final PilotStep pilots;
  private final ModelStep models;
  private final Progress progress;

  StageRun(
      SparkSession session,
      StageCall call,
      DataReader data,
      @Nullable VectorReader vectors,
      Optional<ViewChoice.Use> chosen,
      AskPlan ask,
      UnderstudyConf conf,
      LiveRun live,
      ModelStep models,
      Progress progress) {
    this.session = session;
    this.context = session.sparkContext();
    this.call = call;
    this.data = data;
    this.vectors = vectors;
    this.ask = ask;
    this.conf = conf;
    this.live = live;
    this.models = models;
    this.progress = progress;
    this.pilots = new PilotStep(call, conf, ask.endpoint());
    this.desk = LabelDesk.of(context);
    this.outlay = new Outlay(desk, ask, vectors != null);
    this.labeller = new Labeller(context, ask, null, call.call().maxErrorRatio(), progress);
    this.inputs = conf.inputs(vectors != null || Embedders.available(conf.embedder("")));
    RowEmbedder embedder = embedder();
    this.view =
        embedder == null
            ? null
            : chosen.flatMap(use -> OpenView.of(session, conf, use, embedder)).orElse(null);
    // A batch for second answers alone would keep the query waiting for hours.
    this.askedTwice =
        ask.endpoint().batches().used() ? 0 : LabelPlan.askedTwice(conf.labels(), conf.repeat());
    this.plan =
        LabelPlan.of(conf.labels() - askedTwice, conf.judgeShare(), call.call().answers().size());
    this.drawing =
        Drawing.of(conf.labels(), pool(conf.labels()), 2 * plan.mostJudge(), conf.seed());
    this.budget = new BudgetCheck(ask.function(), desk.spending(ask.run()));
  }

  /**
   * Reads the input once, and spends what the labels of the sample cost; does neither where a
   * prepared model plays at once.
   */
  Prepared prepare(JavaRDD<InternalRow> input) {
    Prepared prepared = ready(input);
    Sample sample = prepared.labels().sample();
    decided(prepared.decision());
    Usage spent = desk.tally(ask.run()).usage();
    live.forecast(outlay.forecast(prepared));
    budget.check(spent, live.forecast(), outlay.tokensPerCall(sample));
    return prepared;
  }

  /** The same for a model that is to be kept: no row will be answered. */
  Prepared rehearse(JavaRDD<InternalRow> input) {
    Prepared prepared = ready(input);
    live.decided(prepared.decision());
    // No row is answered, so no call is avoided.
    live.distinct(0);
    return prepared;
  }

  /** Agreement by number of labels, as {@link PilotStep#curve}. */
  Map<Integer, Double> curve() {
    return live.timed(Step.TRAIN, pilots::curve);
  }

  private Prepared ready(JavaRDD<InternalRow> input) {
    Prepared prepared = models.atOnce(desk.known(ask).keySet()).orElseGet(() -> sampled(input));
    live.distinct(prepared.labels().sample().distinct());
    live.repeated(prepared.repeatability());
    Cast cast = prepared.cast();
    if (cast != null) {
      live.cast(cast.entrant(), cast.gain());
    }
    return prepared;
  }

  private Prepared sampled(JavaRDD<InternalRow> input) {
    Sample sample = live.timed(Step.SAMPLE, () -> described("sampling", () -> sample(input)));
    live.distinct(sample.distinct());
    return models
        .checked(
            sample,
            drawing,
            desk.known(ask).keySet(),
            new SampleEmbedder(context, embedder(RowInput.EMBEDDING), view),
            rows -> bought(sample, rows, labeller::label))
        .orElseGet(
            () ->
                obstacle(sample)
                    .map(reason -> llmOnly(sample, reason))
                    .orElseGet(() -> understudy(sample)));
  }

  /**
   * Reads the input once, and buys the pilot of a projection.
   *
   * @param labels to buy; null for the uniform start of a query
   */
  PilotReport pilot(JavaRDD<InternalRow> input, @Nullable Integer labels) {
    Sample sample = live.timed(Step.SAMPLE, () -> described("sampling", () -> sample(input)));
    Optional<Reason> obstacle = obstacle(sample);
    if (obstacle.isPresent()) {
      return pilots.none(sample, obstacle.get().sentence(), live.runId());
    }
    int wanted = labels == null ? plan.start() : labels;
    long planned = Math.min(sample.distinct(), wanted);
    budget.check(
        Usage.NONE, Math.min(planned, outlay.unpaid(sample)), outlay.tokensPerCall(sample));
    return rehearsal(sample).pilot(sample, wanted);
  }

  private int pool(int labels) {
    boolean haveVectors =
        embedder() == null || (view != null && view.contents() >= (long) POOL * labels);
    return (haveVectors ? POOL : POOL_TO_EMBED) * labels;
  }

  /** The view that has vectors for rows that bring none; null if none plays. */
  @Nullable OpenView view() {
    return view;
  }

  /** The embedder for rows that bring no vector; null if they do or no student looks at one. */
  private @Nullable RowEmbedder embedder() {
    return inputs.stream()
        .filter(RowInput::readsVector)
        .findFirst()
        .map(this::embedder)
        .orElse(null);
  }

  /** The same for one student, which need not be among those that the settings name. */
  @Nullable RowEmbedder embedder(RowInput input) {
    return vectors != null || !input.readsVector()
        ? null
        : new RowEmbedder(conf.embedder(""), ask.function());
  }

  private Sample sample(JavaRDD<InternalRow> input) {
    return new Sampler(data, vectors, drawing).sample(input);
  }

  /** Why no understudy comes into question, as far as can be said before any label is bought. */
  private Optional<Reason> obstacle(Sample sample) {
    return ModelMatch.obstacle(call)
        .or(() -> Admission.ofRows(sample.distinct(), conf.minRows()))
        .or(() -> noVectors(sample));
  }

  private Optional<Reason> noVectors(Sample sample) {
    if (inputs.isEmpty()) {
      return Optional.of(
          new Reason(
              Reason.Code.NO_EMBEDDER,
              "spark.understudy.embedder is '" + conf.embedder("").embedder() + "'."));
    }
    if (vectors == null || inputs.stream().noneMatch(RowInput::readsVector)) {
      return Optional.empty();
    }
    long usable = sample.dimensions().values().stream().mapToLong(Long::longValue).sum();
    long usual = sample.dimensions().values().stream().mapToLong(Long::longValue).max().orElse(0);
    boolean consistent = usual > 0 && usual >= (1 - ODD_DIMENSIONS) * usable;
    return consistent
        ? Optional.empty()
        : Optional.of(
            new Reason(
                Reason.Code.INCONSISTENT_EMBEDDINGS,
                "Rows by length of their vector: " + new java.util.TreeMap<>(sample.dimensions())));
  }

  private Prepared llmOnly(Sample sample, Reason reason) {
    Decision decision = onReject(new Decision.UseLlm(reason));
    decided(decision);
    budget.check(Usage.NONE, outlay.unpaid(sample), outlay.tokensPerCall(sample));
    // The first few rows tell whether the endpoint works at all.
    List<LabelledRow> labelled =
        live.timed(
            Step.LABEL,
            () -> described(firstRows(sample), () -> labeller.firstWave(sample.rows())));
    LabelledSample bought = new LabelledSample(sample, labelled);
    return new Prepared(
        bought,
        null,
        null,
        decision,
        Repeatability.UNKNOWN,
        Evidence.NONE,
        conf.seed(),
        bought.failed());
  }

  private static String firstRows(Sample sample) {
    return "labelling the first " + Math.min(Labeller.FIRST_WAVE, sample.rows().size()) + " rows";
  }

  private Rehearsal rehearsal(Sample sample) {
    return new Rehearsal(
        session,
        inputs,
        conf,
        live,
        plan,
        drawing,
        new SampleEmbedder(context, embedder(), view),
        new JudgeStep(call, conf, models.looks()),
        rows -> bought(sample, rows, labeller::label),
        new SecondLook(askedTwice, rows -> bought(sample, rows, labeller::again)),
        pilots,
        desk.tally(ask.run()),
        progress);
  }

  private Prepared understudy(Sample sample) {
    long planned = Math.min(sample.distinct(), (long) plan.train() + plan.judge());
    long expected = Math.min(planned, outlay.unpaid(sample));
    budget.check(
        Usage.NONE, expected + Math.min(askedTwice, expected), outlay.tokensPerCall(sample));
    Prepared prepared = rehearsal(sample).play(sample, call.call().answers().size());
    return prepared.with(onReject(prepared.decision()));
  }

  /** Labels some rows, if the budget allows. */
  private List<LabelledRow> bought(
      Sample sample,
      List<SampledRow> rows,
      Function<List<SampledRow>, List<LabelledRow>> labelling) {
    budget.check(
        desk.tally(ask.run()).usage(), desk.unpaid(ask, rows), outlay.tokensPerCall(sample));
    return live.timed(
        Step.LABEL,
        () ->
            described(
                String.format(
                    Locale.ROOT,
                    ask.endpoint().batches().used()
                        ? "waiting for a batch of %,d rows"
                        : "labelling %,d rows",
                    rows.size()),
                () -> labelling.apply(rows)));
  }

  private Decision onReject(Decision decision) {
    return conf.onReject().apply(decision);
  }

  /** Keeps the decision for the report, and ends a query that is refused. */
  private void decided(Decision decision) {
    live.decided(decision);
    if (decision instanceof Decision.Refuse refuse) {
      throw new UnderstudyException(
          ErrorCondition.UNDERSTUDY_REFUSED,
          Map.of("function", ask.function(), "reason", refuse.reason().sentence()));
    }
  }

  private <T> T described(String step, java.util.function.Supplier<T> work) {
    return Jobs.described(context, ask.function() + ": " + step, work);
  }
}
