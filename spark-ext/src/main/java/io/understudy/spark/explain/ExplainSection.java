package io.understudy.spark.explain;

import io.understudy.call.AiFunction;
import io.understudy.call.AnswerSet;
import io.understudy.call.OptimizationMode;
import io.understudy.call.Promise;
import io.understudy.catalyst.plan.StageCall;
import io.understudy.embed.EmbedderConfig;
import io.understudy.embed.Embedders;
import io.understudy.judge.Decision;
import io.understudy.judge.Reason;
import io.understudy.llm.EndpointConfig;
import io.understudy.spark.config.UnderstudyConf;
import io.understudy.spark.stage.AiStageExec;
import io.understudy.spark.stage.StagesIn;
import io.understudy.spark.view.ViewChoice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.ExtendedExplainGenerator;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.internal.SQLConf;

/** The section "AI functions" of EXPLAIN: what is asked, who will answer, and why. */
public final class ExplainSection implements ExtendedExplainGenerator {
  private static final int SHOWN_CATEGORIES = 10;
  private static final String PROVIDERS = "spark.sql.extendedExplainProviders";

  /**
   * Makes Spark print the section in the running session. It has no hook for extensions but this
   * setting, so the section joins whatever the user has set there.
   */
  public static void enable() {
    SQLConf conf = SQLConf.get();
    String own = ExplainSection.class.getName();
    String set = conf.getConfString(PROVIDERS, "");
    if (!Arrays.asList(set.split(",")).contains(own)) {
      conf.setConfString(PROVIDERS, set.isEmpty() ? own : set + "," + own);
    }
  }

  @Override
  public String title() {
    return "AI functions";
  }

  @Override
  public String generateExtendedInfo(SparkPlan plan) {
    UnderstudyConf conf = UnderstudyConf.of(SQLConf.get());
    return StagesIn.of(plan).stream()
        .map(stage -> describe(stage, conf))
        .collect(Collectors.joining("\n"));
  }

  private static String describe(AiStageExec stage, UnderstudyConf conf) {
    StageCall call = stage.call();
    List<String> lines = new ArrayList<>();
    lines.add(call.toString());
    if (!(call.call().answers() instanceof AnswerSet.YesNo)) {
      lines.add("  categories: " + categories(call.call().answers().labels()));
    }
    lines.add("  endpoint: " + endpoint(call, conf));
    lines.add("  promise: " + promise(call, conf));
    lines.add("  embeddings: " + embeddings(stage, conf));
    Optional<Reason> against = known(stage, conf);
    model(stage, conf).ifPresent(model -> lines.add("  model: " + model));
    lines.add("  decision: " + decision(stage, against));
    stage.student().ifPresent(student -> lines.add("  understudy: " + student.describe()));
    if (stage.repeatability().known()) {
      lines.add("  repeated: " + stage.repeatability().describe());
    }
    lines.addAll(new SpendingEstimate(stage, conf, against.isPresent()).lines());
    return String.join("\n", lines);
  }

  /** Which prepared model answers, or why none does. Nothing of it may fail an EXPLAIN. */
  private static Optional<String> model(AiStageExec stage, UnderstudyConf conf) {
    Optional<EndpointConfig> endpoint = conf.endpoint(stage.call().call().endpoint());
    try {
      return endpoint
          .map(known -> stage.model(conf, known).describe())
          .filter(described -> !described.isEmpty());
    } catch (RuntimeException e) {
      return Optional.of("none plays: " + e.getMessage());
    }
  }

  private static String categories(List<String> labels) {
    String shown = labels.stream().limit(SHOWN_CATEGORIES).collect(Collectors.joining(", "));
    return labels.size() <= SHOWN_CATEGORIES ? shown : shown + ", ... (" + labels.size() + ")";
  }

  private static String embeddings(AiStageExec stage, UnderstudyConf conf) {
    if (stage.bringsEmbeddings()) {
      return "from the query";
    }
    if (stage.view().isEmpty()) {
      return onTheFly(conf);
    }
    ViewChoice view = stage.view().get();
    return view instanceof ViewChoice.None
        ? onTheFly(conf) + "; " + view.describe(conf)
        : view.describe(conf);
  }

  private static String onTheFly(UnderstudyConf conf) {
    EmbedderConfig embedder = conf.embedder("");
    return Embedders.available(embedder)
        ? "on the fly by " + embedder.embedder()
        : "none: "
            + embedder.embedder()
            + " is not on the class path, so "
            + (conf.inputs(false).isEmpty()
                ? "the LLM answers every row"
                : "the understudy sees words only")
            + " (add the jar understudy-onnx-embedder, or give embeddings)";
  }

  private static String endpoint(StageCall call, UnderstudyConf conf) {
    return conf.endpoint(call.call().endpoint())
        .map(endpoint -> endpoint.name() + " (" + endpoint.model() + ")")
        .orElse("not configured; set spark.understudy.endpoints.NAME.url and .model");
  }

  private static String promise(StageCall call, UnderstudyConf conf) {
    List<Promise> promises = call.call().promises();
    double confidence = call.call().confidence();
    String stated =
        promises.isEmpty()
            ? (call.call().function() == AiFunction.IF ? "F1" : "accuracy")
                + " >= "
                + conf.target()
                + " (default)"
            : promises.stream().map(Promise::describe).collect(Collectors.joining(" and "));
    return stated + ", confidence " + (Double.isNaN(confidence) ? conf.confidence() : confidence);
  }

  private static String decision(AiStageExec stage, Optional<Reason> against) {
    return stage
        .decision()
        .map(Decision::describe)
        .or(() -> against.map(reason -> "the LLM answers every row: " + reason.sentence()))
        .orElse("made when the query runs, from the labels of its sample");
  }

  /** Reasons against an understudy that show before the query runs. */
  private static Optional<Reason> known(AiStageExec stage, UnderstudyConf conf) {
    StageCall call = stage.call();
    if (call.call().mode() == OptimizationMode.MAXIMIZE_QUALITY) {
      return Optional.of(Reason.of(Reason.Code.MAXIMIZE_QUALITY));
    }
    if (call.call().answers() instanceof AnswerSet.AnyOf) {
      return Optional.of(Reason.of(Reason.Code.MULTI_LABEL));
    }
    boolean yesNo = call.call().answers() instanceof AnswerSet.YesNo;
    if (call.prompt().slots().isEmpty() || (yesNo && !call.prompt().separable())) {
      return Optional.of(Reason.of(Reason.Code.NOT_SEPARABLE));
    }
    return conf.inputs(stage.bringsEmbeddings() || Embedders.available(conf.embedder(""))).isEmpty()
        ? Optional.of(Reason.of(Reason.Code.NO_EMBEDDER))
        : Optional.empty();
  }
}
