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
import io.understudy.sample.ContentKey;
import java.util.List;
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
              false,
              ""),
          new PromptTemplate(List.of(new PromptTemplate.Text("Good? "))));

  private final RunTally tally = new RunTally();
  private final LiveRun run =
      new LiveRun(
          new RunId("run", "7"),
          CALL,
          "default",
          new Prices(1, 1),
          new Books("user", "application", RunKeeper.NONE),
          id -> tally);

  private static ContentKey key(int i) {
    return ContentKey.of(List.of("text " + i));
  }

  @Test
  void whatComesAfterTheEndDoesNotChangeARunThatIsOver() {
    tally.rows(0, new RowCounts(90, 10, 0, 0, 0, 0, 0, 0));
    tally.answered(key(1), new Usage(1, 100, 10, false));
    assertThat(run.end()).isTrue();
    tally.rows(1, new RowCounts(1000, 0, 0, 0, 0, 0, 0, 0));
    tally.answered(key(2), new Usage(1, 100, 10, false));
    assertThat(run.end()).isFalse();
    assertThat(run.report().rows()).isEqualTo(100);
    assertThat(run.report().rowsProxy()).isEqualTo(90);
    assertThat(run.report().calls()).isEqualTo(1);
    assertThat(run.report()).isSameAs(run.report());
  }

  @Test
  void aSecondPassOverAPartitionCountsOnce() {
    tally.rows(0, new RowCounts(90, 10, 0, 0, 0, 0, 0, 0));
    tally.rows(1, new RowCounts(5, 0, 0, 0, 0, 0, 0, 0));
    tally.rows(0, new RowCounts(90, 10, 0, 0, 0, 0, 0, 0));
    assertThat(run.report().rows()).isEqualTo(105);
  }

  @Test
  void aRunUnderWayIsReportedAsItStands() {
    tally.rows(0, new RowCounts(1, 0, 0, 0, 0, 0, 0, 0));
    assertThat(run.report().rows()).isEqualTo(1);
    tally.rows(1, new RowCounts(0, 0, 0, 1, 0, 0, 0, 0));
    assertThat(run.report().rows()).isEqualTo(2);
    assertThat(run.report().queryId()).isEqualTo("7");
  }
}
