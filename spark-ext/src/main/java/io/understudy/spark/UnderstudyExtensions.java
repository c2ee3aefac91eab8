package io.understudy.spark;

import io.understudy.catalyst.extract.ExtractAiCalls;
import io.understudy.catalyst.resolve.QualifiedAiNames;
import io.understudy.function.FunctionSpec;
import io.understudy.spark.stage.AiStageStrategy;
import org.apache.spark.sql.SparkSessionExtensions;
import scala.Function1;
import scala.runtime.BoxedUnit;

/**
 * The session extension: {@code spark.sql.extensions=io.understudy.spark.UnderstudyExtensions}.
 * Everything that Understudy adds to a session, in the order in which a query meets it.
 */
public final class UnderstudyExtensions implements Function1<SparkSessionExtensions, BoxedUnit> {
  @Override
  public BoxedUnit apply(SparkSessionExtensions extensions) {
    // resolve: ai.if becomes ai_if before Spark asks whether the function exists
    extensions.injectHintResolutionRule(session -> new QualifiedAiNames());
    FunctionSpec.ALL.forEach(spec -> SqlFunctions.inject(extensions, spec));
    SqlFunctions.injectRuns(extensions);
    // extract: once, after predicates have found their place
    extensions.injectPreCBORule(session -> new ExtractAiCalls());
    // plan: the stage that samples, labels, trains, judges and answers
    extensions.injectPlannerStrategy(session -> new AiStageStrategy());
    return BoxedUnit.UNIT;
  }
}
