package io.understudy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * PySpark without Connect, in a session with a Hive catalogue: such sessions build an analyzer of
 * their own, which leaves the rules out that map names elsewhere.
 */
class HiveSessionDoorTest {
  private static Doors doors;

  @BeforeAll
  static void open() throws IOException, InterruptedException {
    doors = Doors.open("hive-session");
  }

  @AfterAll
  static void close() {
    if (doors != null) {
      doors.close();
    }
  }

  @Test
  void everyWayToCallAFunction() throws IOException, InterruptedException {
    Program.Result result =
        doors
            .spark()
            .python(doors.folder(), Doors.script("hive_session.py"), List.of(), doors.asDefaults());
    assertThat(result.status()).as(result.everything()).isZero();
    List<String> expected =
        Stream.of("true", "false")
            .flatMap(
                ansi ->
                    Stream.of("ai_if", "ai.if", "AI.IF", "expr", "selectExpr", "expr", "selectExpr")
                        .map(way -> ansi + " " + way + " True False"))
            .toList();
    assertThat(result.output().lines())
        .startsWith("catalogue: hive")
        .containsSubsequence(expected)
        .endsWith(
            "persistent view: [Row(id=1)]",
            "tables: ['embed'] 2",
            "functions: ['ai_classify', 'ai_count_tokens', 'ai_embed', 'ai_if']",
            "found: True ai_if");
    assertThat(doors.server().requests()).isEqualTo(2);
  }
}
