package io.understudy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.understudy.localllm.Fault;
import io.understudy.localllm.Faults;
import io.understudy.localllm.LocalLlmOptions;
import io.understudy.localllm.LocalLlmServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Endpoints that are down, refuse, or talk nonsense: a clear error, few calls, nothing lost. */
class BadEndpointTest {
  private static final String FEW =
      "SELECT count_if(AI.IF('Is it positive? ' || review) = good) FROM few";
  private static final String ALL =
      "SELECT count_if(AI.IF('Is it positive? ' || review, embeddings => emb) = good) FROM reviews";

  /** A first wave of ten questions, each of which may be put once more. */
  private static final int FIRST_WAVE_CALLS = 20;

  @RegisterExtension static final SharedLab LAB = new SharedLab();

  @BeforeEach
  @AfterEach
  void behave() {
    LAB.server().setFaults(Faults.NONE);
    LAB.server().reset();
  }

  /** The default deadline of a question is minutes; nobody is to wait that long for a typo. */
  @Test
  @Timeout(60)
  void endpointThatIsDownFailsWithinSeconds() throws IOException {
    int unused;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      unused = socket.getLocalPort();
    }
    SparkSession session =
        LAB.small(
            Map.of("spark.understudy.endpoints.default.url", "http://127.0.0.1:" + unused + "/v1"));
    Throwable thrown = catchThrowable(() -> session.sql(ALL).collectAsList());
    assertThat(Errors.conditions(thrown)).contains("UNDERSTUDY_ENDPOINT");
    assertThat(Errors.messages(thrown))
        .contains("127.0.0.1:" + unused)
        .contains("the endpoint 'default' failed")
        .contains("spark.understudy.endpoints.default.url");
    Row run = lastRun(session);
    assertThat(run.<String>getAs("decision")).isEqualTo("FAILED");
    assertThat(run.<String>getAs("reason"))
        .startsWith("[UNDERSTUDY_ENDPOINT]")
        .contains("127.0.0.1:" + unused)
        .endsWith("SQLSTATE: 08000");
  }

  @Test
  @Timeout(60)
  void embedderThatIsDownFailsWithinSeconds() throws IOException {
    int unused;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      unused = socket.getLocalPort();
    }
    SparkSession session =
        LAB.small(
            Map.of("spark.understudy.endpoints.vectors.url", "http://127.0.0.1:" + unused + "/v1"));
    Throwable thrown =
        catchThrowable(
            () -> session.sql("SELECT AI.EMBED(review) FROM reviews LIMIT 3").collectAsList());
    assertThat(Errors.conditions(thrown)).contains("UNDERSTUDY_EMBEDDING");
    assertThat(Errors.messages(thrown)).contains("127.0.0.1:" + unused);
  }

  private static LocalLlmServer locked() {
    return LocalLlmServer.start(
        LocalLlmOptions.builder().oracle(Lab.KEYWORDS).apiKey("the-right-one").build());
  }

  private static SparkSession withAnotherKey(LocalLlmServer server) {
    return LAB.small(
        Map.of(
            "spark.understudy.endpoints.default.url",
            server.url().toString(),
            "spark.understudy.endpoints.default.apiKey.env",
            "PATH"));
  }

  @Test
  void wrongKeyIsNotTriedOnEveryRow() {
    try (LocalLlmServer locked = locked()) {
      SparkSession session = withAnotherKey(locked);
      Throwable thrown = catchThrowable(() -> session.sql(ALL).collectAsList());
      assertThat(Errors.conditions(thrown)).contains("UNDERSTUDY_ENDPOINT");
      assertThat(Errors.messages(thrown))
          .contains("spark.understudy.endpoints.default.apiKey")
          .doesNotContain(System.getenv("PATH"));
      assertThat(locked.requests()).isLessThanOrEqualTo(FIRST_WAVE_CALLS);
    }
  }

  /** Nobody waits for those that were refused: what they claimed is free for the next query. */
  @Test
  @Timeout(120)
  void afterAWrongKeyTheSameQuestionCanBeAsked() {
    String query = "SELECT count_if(AI.IF('Is this one positive? ' || review) = good) FROM few";
    try (LocalLlmServer locked = locked()) {
      SparkSession wrong = withAnotherKey(locked);
      Throwable thrown = catchThrowable(() -> wrong.sql(query).collectAsList());
      assertThat(Errors.conditions(thrown)).contains("UNDERSTUDY_ENDPOINT");
    }
    SparkSession right = LAB.small(Map.of());
    assertThat(right.sql(query).first().getLong(0)).isEqualTo(right.table("few").count());
  }

  @Test
  void missingKeyAsksNothing() {
    SparkSession session =
        LAB.small(
            Map.of("spark.understudy.endpoints.default.apiKey.env", "UNDERSTUDY_NO_SUCH_VARIABLE"));
    Throwable thrown = catchThrowable(() -> session.sql(FEW).collectAsList());
    assertThat(Errors.messages(thrown)).contains("UNDERSTUDY_NO_SUCH_VARIABLE");
    assertThat(LAB.server().requests()).isZero();
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"REFUSAL", "OFF_LIST"})
  void nonsenseEndsTheQueryAfterTheFirstWave(Fault nonsense) {
    LAB.server().setFaults(Faults.NONE.with(nonsense, 1));
    Throwable thrown = catchThrowable(() -> LAB.small(Map.of()).sql(ALL).collectAsList());
    assertThat(Errors.conditions(thrown)).contains("UNDERSTUDY_ALL_ROWS_FAILED");
    assertThat(LAB.server().requests()).isBetween(1L, (long) FIRST_WAVE_CALLS);
  }

  @Test
  @Timeout(60)
  void bodiesThatAreNotJsonEndTheQueryWithinSeconds() {
    LAB.server().setFaults(Faults.NONE.with(Fault.GARBAGE, 1));
    Throwable thrown = catchThrowable(() -> LAB.small(Map.of()).sql(ALL).collectAsList());
    assertThat(Errors.conditions(thrown)).contains("UNDERSTUDY_ENDPOINT");
  }

  /** What was answered before the endpoint broke is not paid again once it is mended. */
  @Test
  void answersOfAFailedQueryAreKept() {
    SparkSession session = LAB.small(Map.of());
    assertThat(session.sql(FEW + " WHERE id < 20").collectAsList().get(0).getLong(0)).isEqualTo(20);
    LAB.server().setFaults(Faults.NONE.with(Fault.OFF_LIST, 1));
    String strict = FEW.replace("|| review)", "|| review, max_error_ratio => 0.1)");
    Throwable thrown = catchThrowable(() -> session.sql(strict).collectAsList());
    assertThat(Errors.conditions(thrown))
        .containsAnyOf("UNDERSTUDY_TOO_MANY_ERRORS", "UNDERSTUDY_ALL_ROWS_FAILED");
    LAB.server().setFaults(Faults.NONE);
    LAB.server().reset();
    assertThat(session.sql(FEW).collectAsList().get(0).getLong(0)).isEqualTo(40);
    assertThat(LAB.server().requests()).isEqualTo(20);
  }

  @Test
  void rowsWithoutAnAnswerAreNullAndCounted() {
    LAB.server().setFaults(Faults.NONE.with(Fault.OFF_LIST, 0.4));
    SparkSession session = LAB.small(Map.of());
    List<Row> rows =
        session
            .sql("SELECT good, AI.IF('Is it positive? ' || review) AS ai FROM few")
            .collectAsList();
    long nulls = rows.stream().filter(row -> row.isNullAt(1)).count();
    assertThat(nulls).isBetween(1L, 39L);
    assertThat(rows).allMatch(row -> row.isNullAt(1) || row.getBoolean(0) == row.getBoolean(1));
    Row run =
        session
            .sql("SELECT rows_failed, rows FROM understudy_runs() ORDER BY started_at DESC LIMIT 1")
            .head();
    assertThat(run.getLong(0)).isEqualTo(nulls);
    assertThat(run.getLong(1)).isEqualTo(40);
  }

  @Test
  void transientFaultsAreHealed() {
    LAB.server()
        .setFaults(
            Faults.NONE
                .with(Fault.RATE_LIMIT, 0.2)
                .with(Fault.SERVER_ERROR, 0.1)
                .with(Fault.RESET, 0.1)
                .with(Fault.TRUNCATED, 0.1)
                .firstAttempts(2));
    List<Row> rows = LAB.small(Map.of()).sql(FEW).collectAsList();
    assertThat(rows.get(0).getLong(0)).isEqualTo(40);
    assertThat(LAB.server().requests()).isLessThanOrEqualTo(3 * 40);
  }

  private static Row lastRun(SparkSession session) {
    return session
        .sql("SELECT decision, reason FROM understudy_runs() ORDER BY started_at DESC LIMIT 1")
        .head();
  }
}
