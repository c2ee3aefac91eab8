package io.understudy.spark;

import io.understudy.catalyst.resolve.AiExpression;
import io.understudy.catalyst.resolve.AiFunctionBuilder;
import io.understudy.function.FunctionSpec;
import io.understudy.function.RunsSpec;
import io.understudy.spark.account.RunsFunction;
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
