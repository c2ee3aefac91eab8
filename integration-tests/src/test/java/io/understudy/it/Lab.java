package io.understudy.it;

import io.understudy.localllm.LocalLlmServer;
import io.understudy.localllm.Oracle;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A Spark session with Understudy in it and a local LLM server that it asks. */
final class Lab implements AutoCloseable {
  private final LocalLlmServer server;
  private final SparkSession spark;

  private Lab(LocalLlmServer server, SparkSession spark) {
    this.server = server;
    this.spark = spark;
  }

  /** A session on two threads; the server calls a text positive if it has the word "good". */
  static Lab open() {
    return open("local[2]", KEYWORDS);
  }

  /** A text's class is the word it contains: good is true, else the first label that occurs. */
  static final Oracle KEYWORDS =
      asked -> {
        String text = String.join(" ", asked.data().values());
        if (asked.labels().equals(List.of("true", "false"))
            || asked.labels().equals(List.of("false", "true"))) {
          return Optional.of(List.of(text.contains("good") ? "true" : "false"));
        }
        List<String> named = asked.labels().stream().filter(text::contains).toList();
        if (asked.several()) {
          return Optional.of(named);
        }
        return named.isEmpty() ? Optional.empty() : Optional.of(named.subList(0, 1));
      };

  static Lab open(String master, Oracle oracle) {
    LocalLlmServer server = LocalLlmServer.start(oracle);
    SparkSession.Builder builder =
        SparkSession.builder()
            .master(master)
            .appName("understudy-it")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "3")
            .config("spark.sql.planChangeValidation", "true")
            .config("spark.sql.extensions", EXTENSIONS)
            .config(
                "spark.sql.catalog.spark_catalog",
                "org.apache.spark.sql.delta.catalog.DeltaCatalog")
            .config(
                "spark.sql.warehouse.dir",
                Path.of("target", "warehouse").toAbsolutePath().toString())
            .config("spark.understudy.endpoints.default.url", server.url().toString())
            .config("spark.understudy.endpoints.default.model", "local")
            .config("spark.understudy.progress", "false");
    return new Lab(server, builder.getOrCreate());
  }

  private static final String EXTENSIONS =
      "io.delta.sql.DeltaSparkSessionExtension,io.understudy.spark.UnderstudyExtensions";

  SparkSession spark() {
    return spark;
  }

  LocalLlmServer server() {
    return server;
  }

  List<Row> sql(String query) {
    return spark.sql(query).collectAsList();
  }

  /**
   * A view {@code reviews} of {@code rows} different texts, every third of them good, with vectors
   * that tell the classes apart up to a share of blurred rows.
   */
  void reviews(String view, int rows, double blurred) {
    Reviews.create(spark, view, rows, blurred);
  }

  @Override
  public void close() {
    spark.stop();
    server.close();
  }
}
