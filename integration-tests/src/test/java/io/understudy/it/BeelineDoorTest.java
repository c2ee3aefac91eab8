package io.understudy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code beeline} against the thrift server of the distribution, as a BI tool comes in by JDBC. */
class BeelineDoorTest {
  private static final String SERVER = "org.apache.spark.sql.hive.thriftserver.HiveThriftServer2";

  private static Doors doors;
  private static Program thrift;
  private static int port;

  @BeforeAll
  static void open() throws IOException, InterruptedException {
    doors = Doors.open("beeline");
    // Its connections don't see the class of a catalogue that came with --jars.
    doors.settings().remove("spark.sql.catalog.spark_catalog");
    port = Doors.freePort();
    thrift =
        doors
            .spark()
            .start(
                doors.folder(),
                "spark-submit",
                doors.arguments(
                    "local[2]",
                    "--class",
                    SERVER,
                    "spark-internal",
                    "--hiveconf",
                    "hive.server2.thrift.bind.host=127.0.0.1",
                    "--hiveconf",
                    "hive.server2.thrift.port=" + port),
                "");
    thrift.awaitPort(port);
  }

  @AfterAll
  static void close() {
    if (thrift != null) {
      thrift.close();
    }
    if (doors != null) {
      doors.close();
    }
  }

  @BeforeEach
  void reset() {
    doors.server().reset();
  }

  @Test
  void answersOfTwoConnections() {
    String query =
        "SELECT id, AI.IF('Is it positive? ' || review) FROM VALUES (1, 'a good book'),"
            + " (2, 'a poor film') AS t(id, review) ORDER BY id;";
    Program.Result result =
        beeline(
            "SHOW FUNCTIONS LIKE 'ai_if';",
            query,
            query,
            "DESCRIBE FUNCTION AI.IF;",
            "SELECT decision, calls FROM understudy_runs();");
    assertThat(result.status()).as(result.everything() + thrift.log()).isZero();
    assertThat(result.output().lines())
        .containsSubsequence(
            "ai_if",
            "1\ttrue",
            "2\tfalse",
            "1\ttrue",
            "2\tfalse",
            "Function: ai_if",
            "USE_LLM\t2",
            "USE_LLM\t0");
    assertThat(doors.server().requests()).isEqualTo(2);
  }

  @Test
  void errorHasItsConditionAndState() {
    Program.Result result =
        beeline(
            "SET spark.sql.error.messageFormat=MINIMAL;",
            "SELECT AI.IF('Is it? ' || x, f1_target => 7) FROM VALUES ('a') t(x);");
    assertThat(result.status()).isNotZero();
    assertThat(result.everything())
        .contains("\"errorClass\" : \"UNDERSTUDY_ARGUMENT_VALUE\"")
        .contains("\"sqlState\" : \"22023\"")
        .contains("\"argument\" : \"f1_target\"")
        .contains("state=22023");
    assertThat(doors.server().requests()).isZero();
  }

  private static Program.Result beeline(String... statements) {
    return doors
        .spark()
        .run(
            doors.folder(),
            "beeline",
            List.of(
                "-u",
                "jdbc:hive2://127.0.0.1:" + port + "/default",
                "-n",
                "tester",
                "--outputformat=tsv2",
                "--showHeader=false",
                "-e",
                String.join(" ", statements)));
  }
}
