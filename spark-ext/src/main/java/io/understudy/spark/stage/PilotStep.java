package io.understudy.spark.stage;

import io.understudy.account.Usage;
import io.understudy.catalyst.plan.StageCall;
import io.understudy.llm.EndpointConfig;
import io.understudy.model.Features;
import io.understudy.model.RowInput;
import io.understudy.projection.CrossValidation;
import io.understudy.projection.Pilot;
import io.understudy.projection.PilotReport;
import io.understudy.projection.PilotReport.CostOfLabel;
import io.understudy.projection.Projection;
import io.understudy.projection.Projector;
import io.understudy.projection.Setting;
import io.understudy.spark.account.LiveRun;
import io.understudy.spark.account.Progress;
import io.understudy.spark.account.RunLedger;
import io.understudy.spark.account.RunTally;
import io.understudy.spark.config.UnderstudyConf;
import io.understudy.spark.stage.label.LabelledRow;
import io.understudy.spark.stage.sample.Sample;
import io.understudy.student.LogisticStudent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.SparkContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks ahead from the first labels of a call: docs/design/011-projection.md. */
final class PilotStep {
  private static final Logger LOG = LoggerFactory.getLogger(PilotStep.class);

  /** Index and value. */
  private static final long BYTES_OF_A_WORD = Integer.BYTES + Float.BYTES;

  private final StageCall call;
  private final UnderstudyConf conf;
  private final EndpointConfig endpoint;
  private final JudgeStep judge;
  private @Nullable Uniform kept;

  PilotStep(StageCall call, UnderstudyConf conf, EndpointConfig endpoint) {
    this.call = call;
    this.conf = conf;
    this.endpoint = endpoint;
    this.judge = new JudgeStep(call, conf);
  }

  /**
   * The uniform labels of a call. Nothing else of the run is held, since they are kept after it.
   *
   * @param runId that bought them
   * @param contents distinct contents of the input
   * @param input what labels are chosen by
   * @param rows one per label
   * @param labels one class each
   * @param cost of a label
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Uniform(
      String runId,
      long contents,
      RowInput input,
      List<Features> rows,
      int[] labels,
      CostOfLabel cost) {
    /** What the rows hold, most of what is kept. */
    long bytes() {
      return rows.stream()
          .mapToLong(
              row ->
                  (long) Float.BYTES * row.vector().length + BYTES_OF_A_WORD * row.words().size())
          .sum();
    }
  }

  /**
   * Takes the uniform labels out of a run.
   *
   * @param rows those with an answer, in sampling order
   */
  Uniform uniform(
      Sample sample, Materials seen, List<LabelledRow> rows, LiveRun live, RunTally tally) {
    // Of everything that the run has asked so far: a prepared model may have been looked at before.
    Usage usage = tally.usage().plus(tally.reusedUsage());
    long asked = tally.asked() + tally.reused();
    return new Uniform(
        live.runId(),
        sample.distinct(),
        seen.usual(),
        rows.stream().map(row -> seen.usual().of(seen.of(row.row()))).toList(),
        rows.stream().mapToInt(Rehearsal::classOf).toArray(),
        new CostOfLabel(
            asked == 0 ? Double.NaN : (double) usage.tokensIn() / asked,
            asked == 0 ? Double.NaN : (double) usage.tokensOut() / asked,
            tally.asked() == 0 ? Double.NaN : live.secondsLabelling() / tally.asked(),
            UnderstudyConf.prices(endpoint)));
  }

  /** What uniform labels say; takes as long as a few fits. */
  PilotReport look(Uniform uniform) {
    int classes = call.call().answers().size();
    Optional<Pilot> pilot =
        CrossValidation.of(
            uniform.rows(),
            uniform.labels(),
            classes,
            LogisticStudent.learner(uniform.input(), classes, conf.seed()));
    int labels = uniform.labels().length;
    String problem =
        pilot.isPresent()
            ? ""
            : labels < CrossValidation.LEAST_LABELS
                ? labels + " labels are too few to project from."
                : "The labels are too much alike to project from.";
    return report(uniform.runId(), uniform.contents(), labels, pilot, problem, uniform.cost());
  }

  /** No understudy comes into question, so nothing was bought. */
  PilotReport none(Sample sample, String problem, String runId) {
    return report(runId, sample.distinct(), 0, Optional.empty(), problem, unknown());
  }

  /** The input depends on the answers of other calls, so nothing was read. */
  PilotReport dependent() {
    return report(
        "",
        Setting.UNKNOWN,
        0,
        Optional.empty(),
        "Its input depends on the answers of another AI call, which would have to be paid for.",
        unknown());
  }

  /** Keeps uniform labels, to be projected from when somebody asks. */
  void keep(Uniform uniform, SparkContext context) {
    kept = uniform;
    RunLedger.of(context)
        .keep(
            String.join(
                "\n",
                call.call().toString(),
                call.prompt().instruction(),
                endpoint.name(),
                // A table that grows is still the same call.
                setting(Setting.UNKNOWN).toString()),
            uniform.bytes(),
            () -> look(uniform));
  }

  /**
   * How the share of rows on which models agree with the LLM grows with the labels that they have
   * learnt from, by cross-validation among the uniform labels; empty where they are too few.
   */
  Map<Integer, Double> curve() {
    Map<Integer, Double> curve = new TreeMap<>();
    Uniform uniform = kept;
    Pilot pilot = uniform == null ? null : look(uniform).pilot();
    if (pilot != null) {
      for (int i = 0; i < pilot.sizes().length; i++) {
        curve.put(pilot.sizes()[i], pilot.agreement(i));
      }
    }
    return curve;
  }

  /** Says in a line what labels project, if somebody reads it. Nothing of it may fail a query. */
  void tell(Uniform uniform, Progress progress) {
    if (!conf.progress()) {
      return;
    }
    try {
      PilotReport report = look(uniform);
      Pilot pilot = report.pilot();
      if (pilot != null) {
        progress.say(
            Projection.line(report, new Projector(pilot, report.setting(), report.seed()).run()));
      }
    } catch (RuntimeException e) {
      LOG.warn("{} is not projected", call, e);
    }
  }

  private CostOfLabel unknown() {
    return new CostOfLabel(Double.NaN, Double.NaN, Double.NaN, UnderstudyConf.prices(endpoint));
  }

  private PilotReport report(
      String runId,
      long contents,
      int labels,
      Optional<Pilot> pilot,
      String problem,
      CostOfLabel cost) {
    return new PilotReport(
        runId,
        call.call().function().sqlName(),
        call.prompt().instruction(),
        endpoint.name(),
        setting(contents),
        labels,
        pilot.orElse(null),
        problem,
        cost,
        conf.seed());
  }

  private Setting setting(long contents) {
    return new Setting(
        contents,
        judge.promises(),
        judge.confidence(),
        conf.labels(),
        conf.judgeShare(),
        endpoint.batches().used() ? 0 : conf.repeat());
  }
}
