package io.understudy.spark.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.account.Prices;
import io.understudy.call.Promise;
import io.understudy.projection.PilotReport;
import io.understudy.projection.Setting;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunLedgerTest {
  private static final long MEGABYTE = 1L << 20;

  private final RunLedger ledger = new RunLedger(event -> {});

  @Test
  void ofOneCallTheLatestPilotIsKept() {
    keep("a", "first", MEGABYTE);
    keep("b", "second", MEGABYTE);
    keep("a", "third", MEGABYTE);
    assertThat(kept()).containsExactly("second", "third");
  }

  @Test
  void theOldestPilotsGoWhereTheyAreManyOrLarge() {
    for (int i = 0; i < 30; i++) {
      keep("small " + i, "small " + i, MEGABYTE);
    }
    assertThat(kept()).hasSize(20).startsWith("small 10");
    keep("large", "large", 60 * MEGABYTE);
    assertThat(kept()).containsExactly("small 26", "small 27", "small 28", "small 29", "large");
    keep("too large", "too large", 65 * MEGABYTE);
    assertThat(kept()).hasSize(5).endsWith("large");
  }

  private void keep(String call, String run, long bytes) {
    ledger.keep(call, bytes, () -> report(run));
  }

  private List<String> kept() {
    return ledger.pilots().stream().map(PilotReport::runId).toList();
  }

  private static PilotReport report(String run) {
    return new PilotReport(
        run,
        "AI.IF",
        "Is it good?",
        "default",
        new Setting(20, List.of(new Promise.Accuracy(0.9)), 0.9, 1000, 0.4, 0),
        0,
        null,
        "Too few rows.",
        new PilotReport.CostOfLabel(Double.NaN, Double.NaN, Double.NaN, Prices.FREE),
        1);
  }
}
