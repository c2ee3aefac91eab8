package io.understudy.it;

import io.understudy.localllm.LocalLlmOptions;
import io.understudy.localllm.LocalLlmServer;
import io.understudy.localllm.Oracle;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A Spark session with Understudy in it and a local LLM server that it asks. */
final class Lab implements AutoCloseable {
  /** Where the size of the sample is not the point: fewer labels, and fewer rows to want them. */
  static final Map<String, String> SMALL =
      Map.of("spark.understudy.labels", "200", "spark.understudy.minRows", "500");

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

  static final String EXTENSIONS =
      "io.delta.sql.DeltaSparkSessionExtension,io.understudy.spark.UnderstudyExtensions";

  private static final AtomicInteger MODELS = new AtomicInteger();

  private final LocalLlmServer server;
  private final SparkSession spark;

  private Lab(LocalLlmServer server, SparkSession spark) {
    this.server = server;
    this.spark = spark;
  }

  /** A session on two threads; the server calls a text positive if it has the word "good". */
  static Lab open() {
    return open("local[2]", KEYWORDS, Map.of());
  }

  static Lab open(String master, Oracle oracle, Map<String, String> settings) {
    return open(
        master, LocalLlmServer.start(LocalLlmOptions.builder().oracle(oracle).build()), settings);
  }

  static Lab open(String master, LocalLlmServer server, Map<String, String> settings) {
    SparkSession.Builder builder =
        SparkSession.builder()
            .master(master)
            .appName("understudy-it")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "3")
            .config("spark.sql.planChangeValidation", "true")
            // Delta reads its log in 50 partitions by default, which takes longer than these tests.
            .config("spark.databricks.delta.snapshotPartitions", "1")
            .config("spark.sql.extensions", EXTENSIONS)
            .config(
                "spark.sql.catalog.spark_catalog",
                "org.apache.spark.sql.delta.catalog.DeltaCatalog")
            .config("spark.sql.warehouse.dir", folder("warehouse").toString())
            .config("spark.understudy.endpoints.default.url", server.url().toString())
            .config("spark.understudy.endpoints.default.model", "local")
            .config("spark.understudy.endpoints.vectors.url", server.url().toString())
            .config("spark.understudy.endpoints.vectors.model", "vectors")
            .config("spark.understudy.embedder", "vectors")
            .config("spark.understudy.progress", "false");
    settings.forEach(builder::config);
    return new Lab(server, builder.getOrCreate());
  }

  /** A folder of this run, away from what is committed. */
  static Path folder(String name) {
    return Path.of("target", "it", name).toAbsolutePath();
  }

  SparkSession spark() {
    return spark;
  }

  LocalLlmServer server() {
    return server;
  }

  /**
   * Another session of the same application. Its default endpoint has a model of its own, so that
   * no label that another test paid for answers here.
   */
  SparkSession fresh(Map<String, String> settings) {
    SparkSession session = spark.newSession();
    session
        .conf()
        .set("spark.understudy.endpoints.default.model", "local-" + MODELS.incrementAndGet());
    settings.forEach(session.conf()::set);
    return session;
  }

  /** The same with the usual tables, and with {@link #SMALL} where nothing else is said. */
  SparkSession small(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(SMALL);
    settings.putAll(more);
    SparkSession session = fresh(settings);
    Tables.register(session);
    return session;
  }

  /** What {@code understudy_runs()} says of the latest call. */
  static Row lastRun(SparkSession session) {
    List<Row> runs = session.sql("SELECT * FROM understudy_runs()").collectAsList();
    return runs.get(runs.size() - 1);
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
