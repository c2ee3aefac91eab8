package io.understudy.catalyst.resolve;

import io.understudy.call.AiCall;
import io.understudy.call.AiFunction;
import io.understudy.call.AnswerSet;
import io.understudy.call.OptimizationMode;
import io.understudy.call.Promise;
import io.understudy.catalyst.bridge.Seqs;
import io.understudy.function.FunctionSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.analysis.ExpressionBuilder;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry$;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.FunctionSignature;
import org.apache.spark.sql.catalyst.plans.logical.InputParameter;
import scala.Option;
import scala.collection.immutable.Seq;

/**
 * Builds the typed expression of a call. Names, counts and duplicates of arguments are checked by
 * Spark itself, values and types here; all of it while the query is analysed.
 */
public final class AiFunctionBuilder implements ExpressionBuilder {
  static final Expression ABSENT = ConstantArguments.absent();

  private static final List<String> MODES = List.of("MINIMIZE_COST", "MAXIMIZE_QUALITY");
  private static final List<String> OUTPUT_MODES = List.of("single", "multi");

  private final FunctionSpec spec;

  public AiFunctionBuilder(FunctionSpec spec) {
    this.spec = spec;
  }

  /** Builds from arguments as they were written, named and positional ones mixed. */
  public Expression buildFromCall(Seq<Expression> arguments) {
    return build(
        spec.function().plainName(),
        FunctionRegistry$.MODULE$.rearrangeExpressions(
            spec.function().plainName(), this, arguments));
  }

  @Override
  public Option<FunctionSignature> functionSignature() {
    List<InputParameter> parameters =
        spec.parameters().stream()
            .map(p -> new InputParameter(p.name(), p.required() ? Seqs.none() : Seqs.some(ABSENT)))
            .toList();
    return Seqs.some(new FunctionSignature(Seqs.of(parameters)));
  }

  @Override
  public Expression build(String functionName, Seq<Expression> arguments) {
    ConstantArguments constants = new ConstantArguments(spec, Seqs.list(arguments));
    return switch (spec.function()) {
      case EMBED -> embed(constants);
      case IF -> ask(constants, "prompt", new AnswerSet.YesNo(), false);
      case CLASSIFY -> classify(constants);
    };
  }

  private Expression classify(ConstantArguments constants) {
    var categories = new ClosedSet(constants).categories();
    Optional<String> outputMode = constants.oneOf("output_mode", OUTPUT_MODES);
    AnswerSet answers =
        outputMode.filter("multi"::equals).isPresent()
            ? new AnswerSet.AnyOf(categories)
            : new AnswerSet.OneOf(categories);
    return ask(constants, "input", answers, outputMode.isPresent());
  }

  private Expression ask(
      ConstantArguments constants, String promptName, AnswerSet answers, boolean arrayOutput) {
    PromptSplitter.Split prompt = PromptSplitter.split(DataArguments.prompt(constants, promptName));
    List<Expression> children = new ArrayList<>(prompt.slots());
    constants
        .given("embeddings")
        .map(e -> DataArguments.embeddings(constants, e))
        .ifPresent(children::add);
    constants.text("connection_id");
    AiCall call =
        new AiCall(
            spec.function(),
            answers,
            new ClosedSet(constants).examples(answers),
            constants.text("endpoint").orElse(""),
            constants
                .oneOf("optimization_mode", MODES)
                .map(mode -> OptimizationMode.valueOf(mode.toUpperCase(Locale.ROOT)))
                .orElse(OptimizationMode.MINIMIZE_COST),
            promises(constants),
            constants.probability("confidence").orElse(Double.NaN),
            constants.ratio("max_error_ratio").orElse(1.0),
            arrayOutput,
            constants.text("model").orElse("").strip());
    return new AiExpression(call, prompt.template(), /* kept= */ false, Seqs.of(children));
  }

  private static List<Promise> promises(ConstantArguments constants) {
    return Stream.of(
            constants.probability("f1_target").<Promise>map(Promise.F1::new),
            constants.probability("precision_target").<Promise>map(Promise.Precision::new),
            constants.probability("recall_target").<Promise>map(Promise.Recall::new),
            constants.probability("accuracy_target").<Promise>map(Promise.Accuracy::new))
        .flatMap(Optional::stream)
        .toList();
  }

  private Expression embed(ConstantArguments constants) {
    Expression content = DataArguments.prompt(constants, "content");
    String embedder = constants.text("endpoint").or(() -> constants.text("model")).orElse("");
    AiCall call =
        new AiCall(
            AiFunction.EMBED,
            new AnswerSet.OneOf(List.of()),
            List.of(),
            embedder,
            OptimizationMode.MINIMIZE_COST,
            List.of(),
            Double.NaN,
            1.0,
            true,
            "");
    // A vector is made of the whole text: there is no instruction to tell from the data.
    PromptSplitter.Split whole = PromptSplitter.whole(content);
    return new AiExpression(call, whole.template(), /* kept= */ false, Seqs.of(whole.slots()));
  }
}
