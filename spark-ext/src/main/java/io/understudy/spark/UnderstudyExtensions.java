package io.understudy.spark;

import io.understudy.catalyst.extract.ExtractAiCalls;
import io.understudy.catalyst.resolve.AiNamesParser;
import io.understudy.catalyst.resolve.GroupedPrompts;
import io.understudy.catalyst.resolve.LambdaArguments;
import io.understudy.catalyst.resolve.QualifiedAiNames;
import io.understudy.function.FunctionSpec;
import io.understudy.spark.answer.ReadAnswerViews;
import io.understudy.spark.plan.AiStageStrategy;
import io.understudy.spark.plan.PartitionPredicatesStay;
import io.understudy.spark.plan.SettingsCheck;
import io.understudy.spark.projection.ProjectionStrategy;
import io.understudy.spark.statement.StatementParser;
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
    // parse: AI.IF(...) is ai_if(...), in every kind of session; and statements of our own
    extensions.injectParser((session, parser) -> AiNamesParser.over(StatementParser.over(parser)));
    // resolve: the same for calls that no text was parsed for, before Spark looks functions up
    extensions.injectHintResolutionRule(session -> new QualifiedAiNames());
    extensions.injectHintResolutionRule(session -> new LambdaArguments());
    FunctionSpec.ALL.forEach(spec -> SqlFunctions.inject(extensions, spec));
    SqlFunctions.injectCountTokens(extensions);
    SqlFunctions.injectRuns(extensions);
    SqlFunctions.injectSpending(extensions);
    SqlFunctions.injectLabels(extensions);
    SqlFunctions.injectProjection(extensions);
    // a name that nothing else has may be an answer view's
    extensions.injectResolutionRule(ReadAnswerViews::new);
    extensions.injectPostHocResolutionRule(session -> new GroupedPrompts());
    // what is configured wrongly is said before anything is planned
    extensions.injectPostHocResolutionRule(session -> new SettingsCheck());
    // order: a question about partition columns is not for the listing of files
    extensions.injectOptimizerRule(session -> new PartitionPredicatesStay());
    // extract: once, after predicates have found their place
    extensions.injectPreCBORule(session -> new ExtractAiCalls());
    // plan: the stage that samples, labels, trains, judges and answers
    extensions.injectPlannerStrategy(session -> new AiStageStrategy());
    extensions.injectPlannerStrategy(session -> new ProjectionStrategy());
    return BoxedUnit.UNIT;
  }
}
