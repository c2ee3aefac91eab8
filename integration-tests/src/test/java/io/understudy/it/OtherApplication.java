package io.understudy.it;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** A Spark application in a JVM of its own, to be killed or to work beside another one. */
final class OtherApplication {
  private OtherApplication() {}

  /**
   * Runs a query over {@link Tables} and prints its rows.
   *
   * @param arguments the endpoint's URL, the store's folder, the query, the folder of the tables,
   *     further settings as key=value
   */
  public static void main(String[] arguments) {
    SparkSession.Builder builder =
        SparkSession.builder()
            .master("local[2]")
            .appName("understudy-other")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "3")
            .config("spark.databricks.delta.snapshotPartitions", "1")
            .config("spark.sql.extensions", Lab.EXTENSIONS)
            .config("spark.understudy.endpoints.default.url", arguments[0])
            .config("spark.understudy.endpoints.default.model", "local")
            .config("spark.understudy.endpoints.default.concurrency", "4")
            .config("spark.understudy.store", arguments[1])
            .config("spark.understudy.progress", "false");
    Lab.SMALL.forEach(builder::config);
    for (int i = 4; i < arguments.length; i++) {
      int equals = arguments[i].indexOf('=');
      builder.config(arguments[i].substring(0, equals), arguments[i].substring(equals + 1));
    }
    SparkSession spark = builder.getOrCreate();
    Tables.register(spark, Path.of(arguments[3]));
    Answers.of(spark.sql(arguments[2]).collectAsList()).forEach(System.out::println);
    spark.stop();
  }

  static Program start(Lab lab, Path store, String query) throws IOException {
    return start(lab, store, query, Map.of());
  }

  static Program start(Lab lab, Path store, String query, Map<String, String> settings)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // What Spark needs of the JDK, as Maven gives it to this JVM.
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-") || argument.startsWith("-XX:+Ignore"))
        .forEach(command::add);
    command.addAll(
        List.of(
            "-Xmx1g",
            "-cp",
            ClassPath.of(),
            OtherApplication.class.getName(),
            lab.server().url().toString(),
            store.toString(),
            query,
            Tables.folder().toString()));
    settings.forEach((key, value) -> command.add(key + "=" + value));
    return Program.start(Lab.folder("other-application"), command, Map.of(), "");
  }
}
