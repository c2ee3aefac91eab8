package io.understudy.catalyst.resolve;

import io.understudy.catalyst.bridge.Seqs;
import io.understudy.catalyst.error.AiAnalysisException;
import io.understudy.error.ErrorCondition;
import io.understudy.function.ProjectionSpec;
import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.analysis.ExpressionBuilder;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry$;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.FunctionSignature;
import org.apache.spark.sql.catalyst.plans.logical.InputParameter;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.collection.immutable.Seq;

/**
 * What {@code understudy_projection()} is asked for.
 *
 * @param query text of a query; null for what ran before
 * @param labels to buy for each call; null for the usual number
 * @param html where to write a page; null for none
 */
public record ProjectionArguments(
    @Nullable String query, @Nullable Integer labels, @Nullable String html)
    implements Serializable {

  /** Reads arguments as they were written, named and positional ones mixed. */
  public static ProjectionArguments of(Seq<Expression> written) {
    Seq<Expression> arguments =
        FunctionRegistry$.MODULE$.rearrangeExpressions(
            ProjectionSpec.NAME, new Signature(), written);
    ConstantArguments constants =
        new ConstantArguments(ProjectionSpec.NAME, ProjectionSpec.PARAMETERS, Seqs.list(arguments));
    Optional<Integer> labels = constants.count(ProjectionSpec.LABELS);
    Optional<String> query = constants.text(ProjectionSpec.QUERY);
    if (labels.isPresent() && query.isEmpty()) {
      throw constants.wrongValue(
          ProjectionSpec.LABELS,
          labels.get().toString(),
          "nothing, where no query is given: earlier runs are projected from what they bought",
          "Leave it out, or give the text of a query.");
    }
    return new ProjectionArguments(
        query.orElse(null), labels.orElse(null), constants.text(ProjectionSpec.HTML).orElse(null));
  }

  /** That the query is not one that can be projected; to be thrown. */
  public static RuntimeException wrongQuery(String value, String expected, String cure) {
    return wrong(ProjectionSpec.QUERY, value, expected, cure);
  }

  /** That the page cannot be written; to be thrown. */
  public static RuntimeException wrongPath(String value, String cause) {
    return wrong(
        ProjectionSpec.HTML,
        value,
        "the path of a file that can be written",
        "Write to another place; what was said is: " + cause);
  }

  private static RuntimeException wrong(
      String argument, String value, String expected, String cure) {
    return AiAnalysisException.raise(
        ErrorCondition.UNDERSTUDY_ARGUMENT_VALUE,
        Map.of(
            "function", ProjectionSpec.NAME,
            "argument", argument,
            "value", value,
            "expected", expected,
            "cure", cure));
  }

  /** All parameters may be left out. */
  private static final class Signature implements ExpressionBuilder {
    @Override
    public Option<FunctionSignature> functionSignature() {
      return Seqs.some(
          new FunctionSignature(
              Seqs.of(
                  ProjectionSpec.PARAMETERS.stream()
                      .map(p -> new InputParameter(p.name(), Seqs.some(AiFunctionBuilder.ABSENT)))
                      .toList())));
    }

    @Override
    public Expression build(String functionName, Seq<Expression> arguments) {
      throw new IllegalStateException("only arranges arguments");
    }
  }
}
