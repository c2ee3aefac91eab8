package io.understudy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code spark-sql} of a real distribution, with a file and with a person at the keyboard. */
class SparkSqlDoorTest {
  private static Doors doors;

  @BeforeAll
  static void open() throws IOException, InterruptedException {
    doors = Doors.open("spark-sql");
  }

  @AfterAll
  static void close() {
    if (doors != null) {
      doors.close();
    }
  }

  @BeforeEach
  void reset() {
    doors.server().reset();
  }

  /** With a Hive catalogue, which is the default of spark-sql. */
  @Test
  void fileReadsAndWritesDeltaTables() {
    Program.Result result =
        doors
            .spark()
            .run(
                doors.folder(),
                "spark-sql",
                doors.arguments(
                    "local[2]",
                    "-f",
                    Doors.root().resolve("examples/spark-sql/reviews.sql").toString()));
    assertThat(result.status()).as(result.everything()).isZero();
    assertThat(result.output().strip().lines())
        .as(result.everything())
        .containsExactly(
            "1\ttrue\tbook",
            "2\tfalse\tfilm",
            "3\tNULL\tNULL",
            // What MERGE prints: rows affected, updated, deleted, inserted.
            "1\t1\t0\t0",
            "1\tBOOK",
            "2\tfilm",
            "3\tNULL",
            "AI.CLASSIFY\tUSE_LLM\t2",
            "AI.IF\tUSE_LLM\t2",
            // MERGE reads its source twice, and pays for it not once.
            "AI.IF\tUSE_LLM\t0",
            "AI.IF\tUSE_LLM\t0");
    assertThat(doors.server().requests()).isEqualTo(4);
  }

  @Test
  void personAtTheKeyboard() {
    Program.Result result =
        doors
            .spark()
            .run(
                doors.folder(),
                "spark-sql",
                // Without -S, Spark prints the stack of every error that is not found by analysis.
                inMemory(doors.arguments("local[2]", "-S")),
                """
                SHOW FUNCTIONS LIKE 'ai*|understudy*';
                DESCRIBE FUNCTION EXTENDED AI.IF;
                DESCRIBE FUNCTION EXTENDED ai_classify;
                DESCRIBE FUNCTION ai.embed;
                SELECT AI.IF('Is it? ' || x, promt => 'y') FROM VALUES ('a') t(x);
                SELECT AI.IF('Is it? ' || x, endpoint => 'none') FROM VALUES ('a') t(x);
                SELECT AI.IF('Is it? ' || x, f1_target => 7) FROM VALUES ('a') t(x);
                CREATE EMBEDDING VIEW v ON t;
                SHOW EMBEDDING VIEWS;
                SELECT concat('still ', if(AI.IF('Is it? ' || x), 'here', 'there')) FROM VALUES ('good') t(x);
                exit;
                """);
    assertThat(result.status()).as(result.everything()).isZero();
    assertThat(result.output())
        .containsSubsequence(
            "ai_classify\n",
            "ai_embed\n",
            "ai_if\n",
            "understudy_labels\n",
            "understudy_projection\n",
            "understudy_runs\n")
        .contains("Function: ai_if")
        .contains("Usage: ai_if(prompt [, examples]")
        .contains("      * prompt (STRING or STRUCT) - ")
        .contains("      > SELECT review, AI.IF('Is this review positive? ' || review)")
        .contains("Since: 0.1.0")
        .contains("Usage: ai_classify(input, categories [,")
        .contains("Usage: ai_embed(content [, endpoint] [, model]) - Turns")
        .contains("still here");
    assertThat(result.everything())
        .contains("[UNRECOGNIZED_PARAMETER_NAME")
        .contains("[UNDERSTUDY_CONFIGURATION")
        .contains("spark.understudy.endpoints.none.url")
        .contains("[UNDERSTUDY_ARGUMENT_VALUE] AI.IF cannot be called like this.")
        .contains("The argument f1_target has the value 7.0")
        .contains("[UNDERSTUDY_STATEMENT] CREATE EMBEDDING VIEW can't be understood.")
        .contains("[UNDERSTUDY_VIEW.NO_STORE]")
        .doesNotContain("\tat ");
    assertThat(doors.server().requests()).isEqualTo(1);
  }

  /** Without -S: analysis finds what is missing, so that Spark prints no stack. */
  @Test
  void endpointThatIsNotConfigured() {
    Program.Result result =
        doors
            .spark()
            .run(
                doors.folder(),
                "spark-sql",
                inMemory(
                    doors.arguments(
                        "local[2]",
                        "-e",
                        "SELECT AI.IF('Is it? ' || x, endpoint => 'none') FROM VALUES ('a')"
                            + " t(x)")));
    assertThat(result.status()).isNotZero();
    assertThat(result.everything())
        .contains("[UNDERSTUDY_CONFIGURATION.ENDPOINT_INCOMPLETE]")
        .contains("spark.understudy.endpoints.none.url")
        .contains("SQLSTATE: F0000")
        .doesNotContain("\tat ");
    assertThat(doors.server().requests()).isZero();
  }

  /** A session that has no endpoint at all finds out when the query is run. */
  @Test
  void sessionWithoutAnyEndpointPlansAndSaysWhatIsMissing() {
    Program.Result result =
        doors
            .spark()
            .run(
                doors.folder(),
                "spark-sql",
                inMemory(
                    doors.argumentsWithout(
                        "spark.understudy.endpoints.",
                        "local[2]",
                        "-e",
                        """
                        CREATE TEMPORARY VIEW asked AS
                          SELECT AI.IF('Is it positive? ' || x) AS ai FROM VALUES ('a'), ('b') t(x);
                        EXPLAIN SELECT * FROM asked;
                        SELECT ai, count(*) FROM asked GROUP BY ai
                        """)));
    assertThat(result.status()).isNotZero();
    assertThat(result.output()).contains("endpoint: not configured");
    assertThat(result.everything())
        .contains("[UNDERSTUDY_CONFIGURATION.ENDPOINT_INCOMPLETE]")
        .contains("spark.understudy.endpoints.default.url")
        .contains("SQLSTATE: F0000")
        .doesNotContain("\tat ");
    assertThat(doors.server().requests()).isZero();
  }

  /** Without a Hive catalogue the shell starts sooner. */
  private static List<String> inMemory(List<String> arguments) {
    List<String> all =
        new ArrayList<>(List.of("--conf", "spark.sql.catalogImplementation=in-memory"));
    all.addAll(arguments);
    return all;
  }
}
