package io.understudy.spark;

import io.understudy.catalyst.resolve.AiExpression;
import io.understudy.catalyst.resolve.AiFunctionBuilder;
import io.understudy.catalyst.resolve.CountTokensBuilder;
import io.understudy.function.CountTokensSpec;
import io.understudy.function.FunctionSpec;
import io.understudy.function.LabelsSpec;
import io.understudy.function.ProjectionSpec;
import io.understudy.function.RunsSpec;
import io.understudy.function.SpendingSpec;
import io.understudy.spark.projection.ProjectionRelation;
import io.understudy.spark.store.LabelsFunction;
import io.understudy.spark.store.RunsFunction;
import io.understudy.spark.store.SpendingFunction;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry$;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import scala.Function1;
import scala.Tuple3;
import scala.collection.immutable.Seq;

/** Registers the functions under their plain names. */
final class SqlFunctions {
  private SqlFunctions() {}

  static void inject(SparkSessionExtensions extensions, FunctionSpec spec) {
    FunctionIdentifier name = new FunctionIdentifier(spec.function().plainName());
    ExpressionInfo info = info(spec);
    AiFunctionBuilder builder = new AiFunctionBuilder(spec);
    Function1<Seq<Expression>, Expression> build = builder::buildFromCall;
    extensions.injectFunction(new Tuple3<>(name, info, build));
    // Spark 4.0 and 4.1 count an injected function as temporary and refuse it in a persistent view,
    // unless it is registered as built in, too.
    FunctionRegistry$.MODULE$.builtin().registerFunction(name, info, build);
  }

  static void injectCountTokens(SparkSessionExtensions extensions) {
    FunctionIdentifier name = new FunctionIdentifier(CountTokensSpec.NAME);
    ExpressionInfo info =
        new ExpressionInfo(
            CountTokensBuilder.class.getName(),
            null,
            CountTokensSpec.NAME,
            "_FUNC_(content) - " + CountTokensSpec.USAGE,
            "",
            CountTokensSpec.exampleText(),
            "",
            "misc_funcs",
            CountTokensSpec.SINCE,
            "",
            "built-in");
    Function1<Seq<Expression>, Expression> build = new CountTokensBuilder()::buildFromCall;
    extensions.injectFunction(new Tuple3<>(name, info, build));
    // For persistent views, as above.
    FunctionRegistry$.MODULE$.builtin().registerFunction(name, info, build);
  }

  static void injectRuns(SparkSessionExtensions extensions) {
    injectTable(
        extensions,
        RunsSpec.NAME,
        "_FUNC_() - " + RunsSpec.USAGE,
        RunsSpec.columnsText(),
        RunsSpec.exampleText(),
        RunsSpec.SINCE,
        arguments -> RunsFunction.relation());
  }

  static void injectSpending(SparkSessionExtensions extensions) {
    injectTable(
        extensions,
        SpendingSpec.NAME,
        "_FUNC_() - " + SpendingSpec.USAGE,
        SpendingSpec.columnsText(),
        SpendingSpec.exampleText(),
        SpendingSpec.SINCE,
        arguments -> SpendingFunction.relation());
  }

  static void injectLabels(SparkSessionExtensions extensions) {
    injectTable(
        extensions,
        LabelsSpec.NAME,
        "_FUNC_() - " + LabelsSpec.USAGE,
        LabelsFunction.columnsText(),
        LabelsSpec.exampleText(),
        LabelsSpec.SINCE,
        arguments -> LabelsFunction.relation());
  }

  static void injectProjection(SparkSessionExtensions extensions) {
    injectTable(
        extensions,
        ProjectionSpec.NAME,
        "_FUNC_" + ProjectionSpec.signature() + " - " + ProjectionSpec.USAGE,
        ProjectionSpec.argumentsText(),
        ProjectionSpec.exampleText(),
        ProjectionSpec.SINCE,
        ProjectionRelation::of);
  }

  /**
   * @param details columns or arguments, as {@code DESCRIBE FUNCTION EXTENDED} lists them
   */
  private static void injectTable(
      SparkSessionExtensions extensions,
      String name,
      String usage,
      String details,
      String examples,
      String since,
      Function1<Seq<Expression>, LogicalPlan> relation) {
    extensions.injectTableFunction(
        new Tuple3<>(
            new FunctionIdentifier(name),
            new ExpressionInfo(
                SqlFunctions.class.getName(),
                null,
                name,
                usage,
                details,
                examples,
                "",
                "table_funcs",
                since,
                "",
                "built-in"),
            relation));
  }

  private static ExpressionInfo info(FunctionSpec spec) {
    return new ExpressionInfo(
        AiExpression.class.getName(),
        null,
        spec.function().plainName(),
        "_FUNC_" + spec.signature() + " - " + spec.usage() + " Returns " + spec.returns() + ".",
        spec.argumentsText(),
        spec.examplesText(),
        "",
        "misc_funcs",
        spec.since(),
        "",
        "built-in");
  }
}
