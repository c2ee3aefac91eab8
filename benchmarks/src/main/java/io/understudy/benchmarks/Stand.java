package io.understudy.benchmarks;

import io.understudy.localllm.Asked;
import io.understudy.localllm.LocalLlmOptions;
import io.understudy.localllm.LocalLlmServer;
import io.understudy.localllm.Oracle;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.SparkSession;

/** A Spark session with Understudy in it, on this machine's cores, and a local LLM over HTTP. */
public final class Stand implements AutoCloseable {
  private static final String EXTENSIONS =
      "io.delta.sql.DeltaSparkSessionExtension,io.understudy.spark.UnderstudyExtensions";
  private static final String MODEL = "spark.understudy.endpoints.default.model";

  private static final String ALL_CORES = "local[*]";

  private volatile Oracle oracle = asked -> Optional.empty();
  private final AtomicInteger models = new AtomicInteger();
  private final LocalLlmServer server;
  private final SparkSession spark;

  private Stand(LocalLlmOptions.Builder options, String master) {
    this.server = LocalLlmServer.start(options.oracle(this::answer).build());
    this.spark =
        SparkSession.builder()
            .master(master)
            .appName("understudy-benchmarks")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "4")
            .config("spark.sql.extensions", EXTENSIONS)
            .config(
                "spark.sql.catalog.spark_catalog",
                "org.apache.spark.sql.delta.catalog.DeltaCatalog")
            .config("spark.sql.warehouse.dir", Places.cache().resolve("warehouse").toString())
            .config("spark.understudy.endpoints.default.url", server.url().toString())
            // Recorded answers are found by the whole text; some are longer than is usually sent.
            .config("spark.understudy.endpoints.default.maxTextLength", "100000")
            .config(MODEL, "replay")
            .config("spark.understudy.progress", "false")
            .getOrCreate();
  }

  /** Starts both. */
  public static Stand open() {
    return new Stand(LocalLlmOptions.builder(), ALL_CORES);
  }

  /**
   * The same with an LLM that behaves otherwise.
   *
   * @param options all but the oracle, which {@link #use} sets
   */
  public static Stand open(LocalLlmOptions.Builder options) {
    return new Stand(options, ALL_CORES);
  }

  /** The same with so many tasks at once, whatever the machine has. */
  public static Stand on(int tasks) {
    return new Stand(LocalLlmOptions.builder(), "local[" + tasks + "]");
  }

  public SparkSession spark() {
    return spark;
  }

  public LocalLlmServer server() {
    return server;
  }

  /**
   * Puts another LLM behind the endpoint. It has a new model name, so that no label bought before
   * is reused, and its counts start at zero.
   */
  public void use(Oracle llm) {
    oracle = llm;
    spark.conf().set(MODEL, "replay-" + models.incrementAndGet());
    server.reset();
  }

  private Optional<List<String>> answer(Asked asked) {
    return oracle.answer(asked);
  }

  @Override
  public void close() {
    spark.stop();
    server.close();
  }
}
