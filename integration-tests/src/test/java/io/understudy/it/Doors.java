package io.understudy.it;

import io.understudy.localllm.LocalLlmOptions;
import io.understudy.localllm.LocalLlmServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** The shipped jar, a real Spark distribution and a local LLM: what each front door opens with. */
final class Doors implements AutoCloseable {
  private final Distribution spark;
  private final LocalLlmServer server;
  private final Path folder;
  private final Map<String, String> settings = new LinkedHashMap<>();

  private Doors(Distribution spark, LocalLlmServer server, Path folder, String jars) {
    this.spark = spark;
    this.server = server;
    this.folder = folder;
    settings.put("spark.jars", jars);
    settings.put("spark.ui.enabled", "false");
    settings.put("spark.ui.showConsoleProgress", "false");
    settings.put("spark.sql.shuffle.partitions", "3");
    // Delta reads its log in 50 partitions by default.
    settings.put("spark.databricks.delta.snapshotPartitions", "1");
    settings.put(
        "spark.sql.extensions",
        "io.delta.sql.DeltaSparkSessionExtension,io.understudy.spark.UnderstudyExtensions");
    settings.put(
        "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog");
    settings.put("spark.sql.warehouse.dir", folder.resolve("warehouse").toString());
    settings.put("spark.understudy.endpoints.default.url", server.url().toString());
    settings.put("spark.understudy.endpoints.default.model", "local");
    settings.put("spark.understudy.embedder", "default");
    settings.putAll(Lab.SMALL);
  }

  /**
   * Installs the distribution if it is not there yet, which takes a minute or two.
   *
   * @param name of a folder under {@code target/it}, emptied by nobody
   */
  static Doors open(String name) throws IOException, InterruptedException {
    Path shipped = shippedJar();
    Distribution spark = DistributionInstaller.installed().orElseGet(Doors::without);
    LocalLlmServer server =
        LocalLlmServer.start(LocalLlmOptions.builder().oracle(Lab.KEYWORDS).build());
    Path folder =
        Files.createTempDirectory(Files.createDirectories(Lab.folder("doors")), name + "-");
    return new Doors(spark, server, folder, shipped + "," + String.join(",", deltaJars()));
  }

  private static Distribution without() {
    return skip(
        "No Spark distribution could be installed: Python 3.10 or newer with venv and pip, and access"
            + " to PyPI, are needed. "
            + DistributionInstaller.log());
  }

  /** {@code mvn test} makes no jars; {@code mvn verify} has made this one when the tests run. */
  private static Path shippedJar() {
    Path jar =
        root()
            .resolve("spark-ext/target")
            .resolve("understudy-spark_2.13-" + System.getProperty("understudy.version") + ".jar");
    return Files.exists(jar)
        ? jar
        : skip(jar + " is not there: run mvn verify, mvn test makes no jars");
  }

  /**
   * A person may skip these tests on a machine without PyPI. Where builds run by themselves and
   * nobody reads what was skipped they must not pass like that; such servers set {@code CI}.
   */
  private static <T> T skip(String problem) {
    if (System.getenv("CI") != null) {
      throw new IllegalStateException(problem);
    }
    return Assumptions.abort(problem);
  }

  /** From Maven's repository, where these tests have them from as well. */
  private static List<String> deltaJars() {
    return List.of(ClassPath.of().split(":")).stream()
        .filter(entry -> entry.matches(".*/delta-(spark|storage)[^/]*\\.jar"))
        .toList();
  }

  /** The folder of the sources. */
  static Path root() {
    return Path.of(System.getProperty("understudy.root"));
  }

  /** A Python script of the tests. */
  static Path script(String name) {
    return root().resolve("integration-tests/src/test/resources/distribution").resolve(name);
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  Distribution spark() {
    return spark;
  }

  LocalLlmServer server() {
    return server;
  }

  /** A folder of this door's own, new for each run. */
  Path folder() {
    return folder;
  }

  /** The settings of every session, which a test may add to. */
  Map<String, String> settings() {
    return settings;
  }

  /** A master and the settings as arguments of {@code spark-submit} and its kin, then others. */
  List<String> arguments(String master, String... last) {
    return arguments(settings, master, last);
  }

  /** The same without the settings whose keys start like this. */
  List<String> argumentsWithout(String prefix, String master, String... last) {
    Map<String, String> rest = new LinkedHashMap<>(settings);
    rest.keySet().removeIf(key -> key.startsWith(prefix));
    return arguments(rest, master, last);
  }

  private static List<String> arguments(
      Map<String, String> settings, String master, String... last) {
    List<String> arguments = new ArrayList<>(List.of("--master", master));
    settings.forEach((key, value) -> arguments.addAll(List.of("--conf", key + "=" + value)));
    arguments.addAll(List.of(last));
    return arguments;
  }

  /** The settings as an installation has them: an environment with {@code SPARK_CONF_DIR}. */
  Map<String, String> asDefaults() throws IOException {
    Path conf = Files.createDirectories(folder.resolve("conf"));
    Files.write(
        conf.resolve("spark-defaults.conf"),
        settings.entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).toList());
    return Map.of("SPARK_CONF_DIR", conf.toString());
  }

  @Override
  public void close() {
    server.close();
  }
}
