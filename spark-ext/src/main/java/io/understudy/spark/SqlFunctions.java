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
    extensions.injectTableFunction(
        new Tuple3<>(
            new FunctionIdentifier(RunsSpec.NAME),
            new ExpressionInfo(
                RunsFunction.class.getName(),
                null,
                RunsSpec.NAME,
                "_FUNC_() - " + RunsSpec.USAGE,
                RunsSpec.columnsText(),
                RunsSpec.exampleText(),
                "",
                "table_funcs",
                RunsSpec.SINCE,
                "",
                "built-in"),
            arguments -> RunsFunction.relation()));
  }

  static void injectSpending(SparkSessionExtensions extensions) {
    extensions.injectTableFunction(
        new Tuple3<>(
            new FunctionIdentifier(SpendingSpec.NAME),
            new ExpressionInfo(
                SpendingFunction.class.getName(),
                null,
                SpendingSpec.NAME,
                "_FUNC_() - " + SpendingSpec.USAGE,
                SpendingSpec.columnsText(),
                SpendingSpec.exampleText(),
                "",
                "table_funcs",
                SpendingSpec.SINCE,
                "",
                "built-in"),
            arguments -> SpendingFunction.relation()));
  }

  static void injectLabels(SparkSessionExtensions extensions) {
    extensions.injectTableFunction(
        new Tuple3<>(
            new FunctionIdentifier(LabelsSpec.NAME),
            new ExpressionInfo(
                LabelsFunction.class.getName(),
                null,
                LabelsSpec.NAME,
                "_FUNC_() - " + LabelsSpec.USAGE,
                LabelsFunction.columnsText(),
                LabelsSpec.exampleText(),
                "",
                "table_funcs",
                LabelsSpec.SINCE,
                "",
                "built-in"),
            arguments -> LabelsFunction.relation()));
  }

  static void injectProjection(SparkSessionExtensions extensions) {
    extensions.injectTableFunction(
        new Tuple3<>(
            new FunctionIdentifier(ProjectionSpec.NAME),
            new ExpressionInfo(
                ProjectionRelation.class.getName(),
                null,
                ProjectionSpec.NAME,
                "_FUNC_" + ProjectionSpec.signature() + " - " + ProjectionSpec.USAGE,
                ProjectionSpec.argumentsText(),
                ProjectionSpec.exampleText(),
                "",
                "table_funcs",
                ProjectionSpec.SINCE,
                "",
                "built-in"),
            ProjectionRelation::of));
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
