package io.understudy.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.localllm.LocalLlmServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The jar that is shipped, in the programs of a real Spark distribution. */
class DistributionTest {
  private static LocalLlmServer server;
  private static Distribution spark;
  private static Path jar;

  @BeforeAll
  static void install() throws IOException, InterruptedException {
    jar = shippedJar();
    spark =
        Distribution.installed()
            .orElseGet(
                () ->
                    Assumptions.abort(
                        "no Spark distribution: python3 with venv and pip, and PyPI, are needed"));
    server = LocalLlmServer.start(Lab.KEYWORDS);
  }

  /** {@code mvn test} makes no jars; {@code mvn verify} has made this one when this test runs. */
  private static Path shippedJar() throws IOException {
    Path target = Path.of(System.getProperty("understudy.root"), "spark-ext", "target");
    String name = "understudy-spark_2.13-" + System.getProperty("understudy.version") + ".jar";
    Assumptions.assumeTrue(
        Files.exists(target.resolve(name)),
        "spark-ext/target/" + name + " is not there: run mvn verify, mvn test makes no jars");
    try (Stream<Path> made = Files.list(target)) {
      return made.filter(f -> f.endsWith(name)).findFirst().orElseThrow();
    }
  }

  @AfterAll
  static void close() {
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void reset() {
    server.reset();
  }

  @Test
  void sparkSqlAnswers() throws IOException, InterruptedException {
    Distribution.Result result =
        spark.run(
            folder(),
            "spark-sql",
            arguments(
                "-e",
                """
                SELECT id, AI.IF('Is it positive? ' || review),
                  ai.classify(review, array('book', 'film'))
                FROM VALUES (1, 'a good book'), (2, 'a poor film'), (3, NULL) AS t(id, review)
                ORDER BY id
                """));
    assertThat(result.status()).as(result.everything()).isZero();
    assertThat(result.output().strip().lines())
        .containsExactly("1\ttrue\tbook", "2\tfalse\tfilm", "3\tNULL\tNULL");
    assertThat(server.requests()).isEqualTo(4);
    assertThat(result.everything()).contains("understudy: AI.IF");
  }

  @Test
  void sparkSqlSaysWhatIsMissing() throws IOException, InterruptedException {
    Distribution.Result result =
        spark.run(
            folder(),
            "spark-sql",
            arguments(
                "-e", "SELECT AI.IF('Is it? ' || x, endpoint => 'none') FROM VALUES ('a') t(x)"));
    assertThat(result.status()).isNotZero();
    assertThat(result.everything())
        .contains("UNDERSTUDY_CONFIGURATION")
        .contains("spark.understudy.endpoints.none.url");
    assertThat(server.requests()).isZero();
  }

  @Test
  void sparkSubmitTrainsAnUnderstudy() throws IOException, InterruptedException {
    Path script = Files.createDirectories(folder()).resolve("reviews.py");
    Files.writeString(
        script,
        """
        from pyspark.sql import SparkSession

        spark = SparkSession.builder.getOrCreate()
        spark.range(1500).selectExpr(
            "id", "id % 3 = 0 AS good",
            "concat('Review ', id, if(id % 3 = 0, ': a good film', ': a poor film')) AS review",
            "transform(sequence(0, 15), d -> float(if(d = 0, if(id % 3 = 0, 1, -1), sin(id * d) / 4)))"
            + " AS emb").createOrReplaceTempView("reviews")
        judged = spark.sql(
            "SELECT good, AI.IF('Is it positive? ' || review, embeddings => emb) AS ai FROM reviews")
        print("right:", judged.where("ai = good").count())
        for run in spark.sql("SELECT decision, rows, calls FROM understudy_runs()").collect():
            print("run:", *run)
        spark.stop()
        """);
    Distribution.Result result = spark.run(folder(), "spark-submit", arguments(script.toString()));
    assertThat(result.status()).as(result.everything()).isZero();
    assertThat(result.output().strip().lines())
        .containsExactly("right: 1500", "run: USE_PROXY 1500 200");
    assertThat(server.requests()).isEqualTo(200);
  }

  private static Path folder() {
    return Lab.folder("distribution");
  }

  private static List<String> arguments(String... last) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--master", "local[2]",
                "--jars", jar.toString(),
                "--conf", "spark.ui.enabled=false",
                "--conf", "spark.sql.extensions=io.understudy.spark.UnderstudyExtensions",
                "--conf", "spark.sql.catalogImplementation=in-memory",
                "--conf", "spark.understudy.endpoints.default.url=" + server.url(),
                "--conf", "spark.understudy.endpoints.default.model=local",
                "--conf", "spark.understudy.labels=200",
                "--conf", "spark.understudy.minRows=500"));
    arguments.addAll(List.of(last));
    return arguments;
  }
}
