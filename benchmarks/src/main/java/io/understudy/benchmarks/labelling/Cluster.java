package io.understudy.benchmarks.labelling;

import io.understudy.benchmarks.Places;
import io.understudy.localllm.LocalLlmServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** A Spark session whose executors are processes of their own, one core each. */
final class Cluster implements AutoCloseable {
  private final SparkSession spark;

  private Cluster(SparkSession spark) {
    this.spark = spark;
  }

  /**
   * @param executors how many; 0 for one JVM that is driver and executor
   */
  static Cluster open(LocalLlmServer server, int executors, Map<String, String> settings)
      throws IOException {
    SparkSession.Builder builder =
        SparkSession.builder()
            .appName("understudy-benchmarks")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "4")
            .config("spark.sql.extensions", "io.understudy.spark.UnderstudyExtensions")
            .config("spark.understudy.endpoints.default.url", server.url().toString())
            .config("spark.understudy.endpoints.default.model", "local")
            .config("spark.understudy.progress", "false");
    if (executors == 0) {
      builder.master("local[2]");
    } else {
      sparkHome();
      builder
          .master("local-cluster[" + executors + ",1,1024]")
          .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
          .config("spark.scheduler.minRegisteredResourcesRatio", "1");
    }
    settings.forEach(builder::config);
    return new Cluster(builder.getOrCreate());
  }

  /** All that Spark wants to see of an installation; benchmarks/run names the folder. */
  private static void sparkHome() throws IOException {
    Path home =
        Path.of(
            System.getenv()
                .getOrDefault("SPARK_HOME", Places.cache().resolve("spark-home").toString()));
    Files.createDirectories(home.resolve("jars"));
    Files.writeString(home.resolve("RELEASE"), "Spark for benchmarks\n");
  }

  SparkSession spark() {
    return spark;
  }

  @Override
  public void close() {
    spark.stop();
  }
}
