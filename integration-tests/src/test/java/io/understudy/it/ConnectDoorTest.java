package io.understudy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Spark Connect: the extension is in the server alone, the client is plain PySpark. */
class ConnectDoorTest {
  private static final String SERVER = "org.apache.spark.sql.connect.service.SparkConnectServer";

  private static Doors doors;
  private static Program connect;
  private static int port;

  @BeforeAll
  static void open() throws IOException, InterruptedException {
    doors = Doors.open("connect");
    port = Doors.freePort();
    doors.settings().put("spark.connect.grpc.binding.address", "127.0.0.1");
    doors.settings().put("spark.connect.grpc.binding.port", Integer.toString(port));
    doors.settings().put("spark.understudy.endpoints.locked.url", doors.server().url().toString());
    doors.settings().put("spark.understudy.endpoints.locked.model", "local");
    doors.settings().put("spark.understudy.endpoints.locked.apiKey.env", "UNDERSTUDY_NO_SUCH_KEY");
    connect =
        doors
            .spark()
            .start(
                doors.folder(),
                "spark-submit",
                doors.arguments("local[2]", "--class", SERVER, "spark-internal"),
                "");
    connect.awaitPort(port);
  }

  @AfterAll
  static void close() {
    if (connect != null) {
      connect.close();
    }
    if (doors != null) {
      doors.close();
    }
  }

  @Test
  void answersMetricsAndErrorsReachTheClient() throws IOException, InterruptedException {
    Program.Result result =
        doors
            .spark()
            .python(
                doors.folder(),
                Doors.script("connect_client.py"),
                List.of("sc://127.0.0.1:" + port),
                Map.of());
    assertThat(result.status()).as(result.everything() + connect.log()).isZero();
    assertThat(result.output().lines())
        .as(result.output())
        .contains(
            "sql: True False None",
            "ai_if: True False None",
            "ai.if: True False None",
            "AI.IF: True False None",
            "expr: True False None",
            "selectExpr: True False None")
        .contains("metric: rowsLabel 2", "metric: rowsNull 1", "metric: calls 2")
        .contains(
            "error: analysis UNDERSTUDY_ARGUMENT_VALUE 22023",
            "error: endpoint UNDERSTUDY_ENDPOINT 08000",
            "error: statement UNDERSTUDY_STATEMENT 42601",
            "error: views UNDERSTUDY_VIEW.NO_STORE 55000")
        .contains("projection: llm 2 The input has too few rows for")
        .contains("Function: ai_if", "|  1|a good table|", "exists: True True");
    // Two questions of AI.IF, two of AI.CLASSIFY, and one about the row of a table.
    assertThat(doors.server().requests()).isEqualTo(5);
  }
}
