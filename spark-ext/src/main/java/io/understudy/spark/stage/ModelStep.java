package io.understudy.spark.stage;

import io.understudy.catalyst.plan.StageCall;
import io.understudy.judge.Decision;
import io.understudy.judge.Drift;
import io.understudy.judge.JudgedRow;
import io.understudy.judge.Reason;
import io.understudy.judge.Repeatability;
import io.understudy.judge.SecondJudgement;
import io.understudy.sample.ContentKey;
import io.understudy.spark.account.LiveRun;
import io.understudy.spark.account.Progress;
import io.understudy.spark.account.Step;
import io.understudy.spark.config.OnUnfit;
import io.understudy.spark.config.UnderstudyConf;
import io.understudy.spark.prepared.ModelChoice;
import io.understudy.spark.prepared.ModelChooser;
import io.understudy.spark.prepared.PreparedModel;
import io.understudy.spark.prepared.PreparedModel.Basis;
import io.understudy.spark.prepared.PreparedModel.Learnt;
import io.understudy.spark.stage.label.LabelledRow;
import io.understudy.spark.stage.sample.Drawing;
import io.understudy.spark.stage.sample.Sample;
import io.understudy.spark.stage.sample.SampledRow;
import io.understudy.student.Entrant;
import io.understudy.student.Students;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a prepared model answer a stage: at once on the data that it was judged on, elsewhere if
 * rows drawn from what is asked show it to keep the promise. Why that is valid:
 * docs/design/015-prepared-models.md.
 */
final class ModelStep {
  private static final Logger LOG = LoggerFactory.getLogger(ModelStep.class);

  private final StageCall call;
  private final UnderstudyConf conf;
  private final ModelChoice choice;
  private final LiveRun live;
  private final Progress progress;
  private boolean playedAtOnce;
  private boolean judgedAgain;

  ModelStep(
      StageCall call, UnderstudyConf conf, ModelChoice choice, LiveRun live, Progress progress) {
    this.call = call;
    this.conf = conf;
    this.choice = choice;
    this.live = live;
    this.progress = progress;
  }

  /** Whether a model played without being looked at. */
  boolean playedAtOnce() {
    return playedAtOnce;
  }

  /** The model that was judged again and plays. */
  Optional<PreparedModel> judgedAgain() {
    return judgedAgain && choice instanceof ModelChoice.Plays plays
        ? Optional.of(plays.model())
        : Optional.empty();
  }

  /** The name of the prepared model that plays. */
  Optional<String> played() {
    return (playedAtOnce || judgedAgain) && choice instanceof ModelChoice.Plays plays
        ? Optional.of(plays.model().name())
        : Optional.empty();
  }

  /** How many times the query may judge. */
  int looks() {
    return choice instanceof ModelChoice.Plays && conf.modelsOnUnfit() == OnUnfit.RETRAIN ? 2 : 1;
  }

  /**
   * The stage as it was prepared before; nothing is read and nothing asked.
   *
   * @param known contents with a paid label
   * @return empty if no model plays, or if the data or the labels have changed
   */
  Optional<Prepared> atOnce(Set<ContentKey> known) {
    if (!(choice instanceof ModelChoice.Plays plays) || !plays.atOnce()) {
      return Optional.empty();
    }
    PreparedModel model = plays.model();
    Basis basis = model.basis();
    // The certificate counts them as right.
    if (!known.containsAll(basis.trained()) || !known.containsAll(basis.judged())) {
      return Optional.empty();
    }
    playedAtOnce = true;
    live.noted(
        "The prepared model " + model.name() + " plays: " + model.certificate().describe() + ".");
    Sample sample =
        new Sample(
            List.of(),
            List.of(),
            basis.rows(),
            basis.nullRows(),
            basis.distinct(),
            basis.alwaysAsked(),
            /* alwaysAskedRows= */ 0, // Only who judges wants to know.
            basis.maxCopies(),
            Map.of(model.learnt().dimension(), basis.rows()));
    return Optional.of(
        new Prepared(
            new LabelledSample(sample, List.of()),
            cast(model),
            model.learnt().words(),
            model.decision(),
            Repeatability.UNKNOWN,
            new Evidence(basis.trained(), basis.judged(), basis.scored()),
            basis.seed(),
            basis.failed()));
  }

  /**
   * Judges the model on rows drawn from the input.
   *
   * @param known contents that had a paid label before this stage bought any
   * @param buying one labelled row per row, in order
   * @return empty if no model plays, or if another understudy is to be trained
   */
  Optional<Prepared> checked(
      Sample sample,
      Drawing drawing,
      Set<ContentKey> known,
      SampleEmbedder embedder,
      Function<List<SampledRow>, List<LabelledRow>> buying) {
    if (!(choice instanceof ModelChoice.Plays plays)) {
      return Optional.empty();
    }
    PreparedModel model = plays.model();
    Learnt learnt = model.learnt();
    Optional<Integer> usual = Rehearsal.usualDimension(sample);
    if (learnt.input().readsVector() && usual.isPresent() && usual.get() != learnt.dimension()) {
      return otherVectors(
          "its embeddings have length " + learnt.dimension() + ", those of the rows " + usual.get(),
          model);
    }
    if (learnt.input().readsVector() && embedder.broughtAlong() && usual.isEmpty()) {
      return otherVectors(
          "its embeddings have length " + learnt.dimension() + ", and no row has one", model);
    }
    Set<ContentKey> learntFrom = answeredByLabel(model, known);
    JudgeDraw draw = new JudgeDraw(sample, drawing);
    List<SampledRow> drawn = draw.first(sample.rows(), row -> true, conf.modelsCheckRows());
    List<LabelledRow> bought =
        buying.apply(learnt.input().readsVector() ? embedder.embed(drawn) : drawn);
    SecondJudgement judgement =
        live.timed(Step.JUDGE, () -> judgement(model, sample, bought, learntFrom));
    String figures = judgement.drift().describe();
    if (judgement.drift().noticed()) {
      warn(model, figures);
    }
    if (judgement.plays()) {
      judgedAgain = true;
      live.noted(
          "The prepared model %s plays, judged again because %s: %s; %s."
              .formatted(model.name(), reason(plays), certificate(judgement.decision()), figures));
      return Optional.of(prepared(model, sample, bought, learntFrom, judgement));
    }
    String why = model.name() + ": " + judgement.decision().describe() + " " + figures + ".";
    live.noted("The prepared model " + why);
    if (conf.modelsOnUnfit() == OnUnfit.RETRAIN) {
      return Optional.empty();
    }
    Prepared answered = prepared(model, sample, bought, learntFrom, judgement);
    return Optional.of(
        broken(judgement.decision()) && bought.size() < sample.distinct()
            ? answered.with(unfit(why))
            : answered);
  }

  /** Whether the promise cannot be kept; so few rows that it does not pay are no fault. */
  private static boolean broken(Decision decision) {
    return decision instanceof Decision.UseLlm llm
        && llm.reason().code() == Reason.Code.PROMISE_NOT_REACHABLE;
  }

  private Decision unfit(String why) {
    Reason reason = new Reason(Reason.Code.MODEL_UNFIT, why);
    return conf.modelsOnUnfit() == OnUnfit.FAIL
        ? new Decision.Refuse(reason)
        : new Decision.UseLlm(Reason.of(Reason.Code.MODEL_UNFIT));
  }

  private static String reason(ModelChoice.Plays plays) {
    return plays.atOnce() ? "labels it rests on are no longer in the store" : plays.difference();
  }

  private static String certificate(Decision decision) {
    return decision instanceof Decision.UseProxy proxy
        ? proxy.certificate().describe()
        : ((Decision.Cascade) decision).certificate().describe();
  }

  private Optional<Prepared> otherVectors(String reason, PreparedModel model) {
    if (!call.call().model().isEmpty()) {
      throw ModelChooser.notPlayable(model.name(), reason);
    }
    live.noted("The prepared model " + model.name() + " does not play: " + reason + ".");
    return Optional.empty();
  }

  private void warn(PreparedModel model, String figures) {
    LOG.warn("{}: the data of the prepared model {} has drifted: {}", call, model.name(), figures);
    progress.say(
        call.call().function().sqlName()
            + ": the data of the prepared model "
            + model.name()
            + " has drifted: "
            + figures);
  }

  /**
   * Those of the contents learnt from that the label answers and not the model. One without a label
   * is answered by the model, so it is judged like any other.
   */
  static Set<ContentKey> answeredByLabel(PreparedModel model, Set<ContentKey> known) {
    Set<ContentKey> answered = new HashSet<>(model.basis().trained());
    answered.removeIf(key -> !known.contains(key));
    return answered;
  }

  private SecondJudgement judgement(
      PreparedModel model, Sample sample, List<LabelledRow> bought, Set<ContentKey> learntFrom) {
    JudgeStep judge = new JudgeStep(call, conf, looks());
    List<JudgedRow> rows =
        judge.rows(
            sample, bought, entrant(model), model.learnt().scorer(), materials(model.learnt()));
    List<SecondJudgement.Drawn> drawn = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      drawn.add(
          new SecondJudgement.Drawn(rows.get(i), learntFrom.contains(bought.get(i).row().key())));
    }
    return SecondJudgement.of(
        model.basis().scored(),
        drawn,
        judge.promises(),
        judge.confidence(),
        model.learnt().scorer().classes(),
        sample.distinct(),
        sample.distinct() - sample.alwaysAsked().size(),
        sample.inputRows() - sample.alwaysAskedRows(),
        sample.maxCopies());
  }

  private Prepared prepared(
      PreparedModel model,
      Sample sample,
      List<LabelledRow> bought,
      Set<ContentKey> learntFrom,
      SecondJudgement judgement) {
    LabelledSample labelled = new LabelledSample(sample, bought);
    Set<ContentKey> judged = new HashSet<>(Evidence.keys(Rehearsal.answered(bought)));
    judged.removeAll(learntFrom);
    List<LabelledRow> judges =
        Rehearsal.answered(bought).stream()
            .filter(row -> judged.contains(row.row().key()))
            .toList();
    Drift.Scored scored =
        Drift.Scored.of(
            new JudgeStep(call, conf)
                .rows(
                    sample,
                    judges,
                    entrant(model),
                    model.learnt().scorer(),
                    materials(model.learnt())));
    return new Prepared(
        labelled,
        cast(model),
        model.learnt().words(),
        judgement.decision(),
        Repeatability.UNKNOWN,
        new Evidence(learntFrom, judged, scored),
        conf.seed(),
        labelled.failed());
  }

  private static Materials materials(Learnt learnt) {
    return new Materials(List.of(learnt.input()), learnt.words());
  }

  private static Entrant entrant(PreparedModel model) {
    return new Entrant(
        Students.named(model.learnt().student()).orElseThrow(), model.learnt().input());
  }

  private static Cast cast(PreparedModel model) {
    return new Cast(
        entrant(model), model.learnt().scorer(), /* trained= */ null, OptionalDouble.empty());
  }
}
