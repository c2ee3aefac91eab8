package io.understudy.spark.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.account.Prices;
import io.understudy.account.Usage;
import io.understudy.call.AiCall;
import io.understudy.call.AiFunction;
import io.understudy.call.AnswerSet;
import io.understudy.call.OptimizationMode;
import io.understudy.call.PromptTemplate;
import io.understudy.catalyst.plan.StageCall;
import io.understudy.spark.LocalSpark;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.execution.metric.SQLMetric;
import org.apache.spark.sql.execution.metric.SQLMetrics;
import org.junit.jupiter.api.Test;

class LiveRunTest {
  private static final StageCall CALL =
      new StageCall(
          new AiCall(
              AiFunction.IF,
              new AnswerSet.YesNo(),
              List.of(),
              "",
              OptimizationMode.MINIMIZE_COST,
              List.of(),
              Double.NaN,
              1.0,
              false),
          new PromptTemplate(List.of(new PromptTemplate.Text("Good? "))));

  private final SparkContext context = LocalSpark.session().sparkContext();
  private final RowCounters counters =
      new RowCounters(
          count(), count(), count(), count(), count(), count(), count(), count(), count());
  private final RunTally tally = new RunTally();
  private final LiveRun run =
      new LiveRun("7", CALL, "default", new Prices(1, 1), counters, id -> tally);

  private RowCounters.Count count() {
    return new RowCounters.Count(metric(), metric());
  }

  private SQLMetric metric() {
    return SQLMetrics.createMetric(context, "rows");
  }

  @Test
  void executingThePlanAgainDoesNotChangeARunThatIsOver() {
    counters.proxy().add(90);
    counters.llm().add(10);
    tally.answered(new Usage(1, 100, 10, false));
    // What Spark does to the plan's metrics before a second action.
    counters.proxy().shown().reset();
    counters.llm().shown().reset();
    assertThat(run.end()).isTrue();
    counters.proxy().add(1000);
    tally.answered(new Usage(1, 100, 10, false));
    assertThat(run.end()).isFalse();
    assertThat(run.report().rows()).isEqualTo(100);
    assertThat(run.report().rowsProxy()).isEqualTo(90);
    assertThat(run.report().calls()).isEqualTo(1);
    assertThat(run.report()).isSameAs(run.report());
  }

  @Test
  void aRunUnderWayIsReportedAsItStands() {
    counters.proxy().add(1);
    assertThat(run.report().rows()).isEqualTo(1);
    counters.nulls().add(1);
    assertThat(run.report().rows()).isEqualTo(2);
    assertThat(run.report().queryId()).isEqualTo("7");
  }
}
