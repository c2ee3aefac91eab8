package io.understudy.spark.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.understudy.account.RunReport;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunRowsTest {
  private static RunReport run(String text, long number, double cost, @Nullable Double share) {
    return new RunReport(
        "run",
        "query",
        "AI.IF",
        text,
        "default",
        "USE_LLM",
        text,
        number,
        1,
        2,
        3,
        4,
        5,
        6,
        7,
        8,
        9,
        10,
        11,
        12,
        cost,
        0.5,
        share,
        share,
        1,
        2,
        3,
        4,
        5,
        6,
        Instant.parse("2026-11-26T17:03:31.123456Z"),
        13,
        share,
        "",
        share,
        "user",
        "application");
  }

  @Property(tries = 100)
  void aRunIsTheSameRowOnBothWays(
      @ForAll String text, @ForAll long number, @ForAll double cost, @ForAll double share)
      throws IOException {
    RunReport run = run(text, number, cost, share);
    List<ObjectNode> written = List.of(RunRows.json(run));
    LogLines read = LogLines.of(new LogLines("writer", 1, written).bytes()).orElseThrow();
    assertThat(RunRows.row(read.body().get(0))).isEqualTo(RunRows.row(run));
  }

  @Test
  void whatIsNullAndWhatAnOlderVersionDidNotWriteIsNull() throws IOException {
    RunReport run = run("text", 1, 1, null);
    assertThat(RunRows.row(RunRows.json(run))).isEqualTo(RunRows.row(run));
    Row old = RunRows.row(new ObjectMapper().readTree("{\"run_id\":\"old\",\"rows\":7}"));
    assertThat(old.size()).isEqualTo(RunRows.SHOWN_TYPE.size());
    assertThat(old.getString(0)).isEqualTo("old");
    assertThat(old.getLong(RunRows.SHOWN_TYPE.fieldIndex("rows"))).isEqualTo(7);
    assertThat(old.isNullAt(RunRows.SHOWN_TYPE.fieldIndex("cost"))).isTrue();
    assertThat(old.isNullAt(RunRows.SHOWN_TYPE.fieldIndex(RunRows.STARTED))).isTrue();
  }
}
