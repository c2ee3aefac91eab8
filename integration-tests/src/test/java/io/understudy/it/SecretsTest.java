package io.understudy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.understudy.localllm.LocalLlmOptions;
import io.understudy.localllm.LocalLlmServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.alias.CredentialProvider;
import org.apache.hadoop.security.alias.CredentialProviderFactory;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A key must be nowhere but in the header of a request. Endpoints are used and misused with keys
 * that occur nowhere else, driver and executors log at DEBUG, and everything that Spark keeps or
 * shows is searched.
 */
class SecretsTest {
  /** Maven sets it for this module; its value is the key. */
  private static final String VARIABLE = "UNDERSTUDY_CANARY_KEY";

  private static final String ALIAS = "understudy.canary.alias";
  private static final String ALIAS_KEY = "canary-4a7e-in-the-store";
  private static final String MISPLACED_KEY = "canary-9b31-written-where-it-must-not-be";
  private static final int ROWS = 600;
  private static final String QUESTION =
      "AI.IF('Is it positive? ' || review, embeddings => emb, endpoint => '%s')";

  private static String variableKey = "";
  private static Path folder = Path.of("");
  private static LocalLlmServer byVariable;
  private static LocalLlmServer byAlias;
  private static Lab lab;

  /** What was seen, by where. */
  private static final Map<String, String> SEEN = new LinkedHashMap<>();

  @BeforeAll
  static void useAndMisuse() throws IOException, InterruptedException {
    String key = System.getenv(VARIABLE);
    Assumptions.assumeTrue(
        key != null && System.getenv("SPARK_HOME") != null,
        "needs the environment that Maven sets for this module");
    variableKey = key;
    folder = Files.createTempDirectory(Files.createDirectories(Lab.folder("secrets")), "run-");
    Path events = Files.createDirectories(folder.resolve("events"));
    Path home = Path.of(System.getenv("SPARK_HOME"));
    Files.createDirectories(home.resolve("jars"));
    Files.writeString(home.resolve("RELEASE"), "Spark for tests\n");
    byVariable = locked(variableKey);
    byAlias = locked(ALIAS_KEY);
    System.setProperty("understudy.debug.log", folder.resolve("driver.log").toString());
    Configurator.reconfigure(Doors.root().resolve(debugProperties()).toUri());
    try {
      lab = Lab.open("local-cluster[2,1,1024]", Lab.KEYWORDS, settings(events));
      use();
      misuse();
      SEEN.putAll(new WebPages(lab.spark().sparkContext()).all());
      lab.close();
    } finally {
      Configurator.reconfigure(Doors.root().resolve(usualProperties()).toUri());
    }
    files(folder);
    files(home.resolve("work"));
  }

  @AfterAll
  static void close() {
    Stream.of(byVariable, byAlias).filter(s -> s != null).forEach(LocalLlmServer::close);
  }

  private static LocalLlmServer locked(String key) {
    return LocalLlmServer.start(LocalLlmOptions.builder().oracle(Lab.KEYWORDS).apiKey(key).build());
  }

  private static String debugProperties() {
    return "integration-tests/src/test/resources/log4j2-debug.properties";
  }

  private static String usualProperties() {
    return "integration-tests/src/test/resources/log4j2-test.properties";
  }

  private static Map<String, String> settings(Path events) throws IOException {
    String store = "localjceks://file" + folder.resolve("keys.jceks");
    Configuration hadoop = new Configuration();
    hadoop.set(CredentialProviderFactory.CREDENTIAL_PROVIDER_PATH, store);
    CredentialProvider provider = CredentialProviderFactory.getProviders(hadoop).get(0);
    provider.createCredentialEntry(ALIAS, ALIAS_KEY.toCharArray());
    provider.flush();

    Map<String, String> settings = new HashMap<>(Lab.SMALL);
    settings.put("spark.hadoop.hadoop.security.credential.provider.path", store);
    settings.put("spark.executor.extraClassPath", ClassPath.of());
    settings.put(
        "spark.executor.extraJavaOptions",
        "-Dlog4j2.configurationFile=%s -Dunderstudy.debug.log=%s"
            .formatted(Doors.root().resolve(debugProperties()), folder.resolve("executors.log")));
    settings.put("spark.eventLog.enabled", "true");
    settings.put("spark.eventLog.compress", "false");
    settings.put("spark.eventLog.dir", events.toUri().toString());
    settings.put("spark.ui.enabled", "true");
    settings.put("spark.ui.port", "0");
    settings.put("spark.understudy.progress", "true");
    endpoint(settings, "variable", byVariable, "apiKey.env", VARIABLE);
    endpoint(settings, "alias", byAlias, "apiKey.alias", ALIAS);
    // Each key at the other's server: both echo what they were given with status 401.
    endpoint(settings, "wrong1", byAlias, "apiKey.env", VARIABLE);
    endpoint(settings, "wrong2", byVariable, "apiKey.alias", ALIAS);
    endpoint(settings, "down", byVariable, "apiKey.env", VARIABLE);
    settings.put(
        "spark.understudy.endpoints.down.url", "http://127.0.0.1:" + Doors.freePort() + "/v1");
    settings.put("spark.understudy.endpoints.down.deadline", "2s");
    return settings;
  }

  private static void endpoint(
      Map<String, String> settings, String name, LocalLlmServer server, String kind, String ref) {
    String prefix = "spark.understudy.endpoints." + name + ".";
    settings.put(prefix + "url", server.url().toString());
    // Labels of one model are shared, whatever endpoint serves it.
    settings.put(prefix + "model", "local-" + name);
    settings.put(prefix + kind, ref);
  }

  private static void use() {
    SparkSession session = session(Map.of());
    for (String endpoint : List.of("variable", "alias")) {
      String query = "SELECT id, " + QUESTION.formatted(endpoint) + " AS ai FROM reviews";
      for (String mode : List.of("", "EXTENDED", "CODEGEN", "COST", "FORMATTED")) {
        SEEN.put(
            "EXPLAIN " + mode + " " + endpoint, show(session.sql("EXPLAIN " + mode + " " + query)));
      }
      Dataset<Row> answered = session.sql(query);
      assertThat(answered.collectAsList()).hasSize(ROWS);
      SEEN.put("executed plan " + endpoint, answered.queryExecution().toString());
      SEEN.put(
          "metrics " + endpoint,
          answered.queryExecution().executedPlan().collectLeaves()
              + answered.queryExecution().executedPlan().treeString());
      SEEN.put("JSON of the plan " + endpoint, answered.queryExecution().analyzed().prettyJson());
    }
    SEEN.put("understudy_runs()", show(session.sql("SELECT * FROM understudy_runs()")));
    SEEN.put("SET -v", show(session.sql("SET -v")));
    SEEN.put("SET", show(session.sql("SET")));
  }

  private static void misuse() {
    List<String> few = List.of("wrong1", "wrong2", "down");
    for (String endpoint : few) {
      failure(
          endpoint,
          Map.of(),
          "SELECT " + QUESTION.formatted(endpoint) + " FROM reviews WHERE id < 40");
    }
    String prefix = "spark.understudy.endpoints.bad.";
    Map<String, String> bad =
        Map.of(prefix + "url", "http://localhost:1/v1", prefix + "model", "x");
    String query = "SELECT " + QUESTION.formatted("bad") + " FROM reviews WHERE id < 40";
    for (Map.Entry<String, String> wrong :
        Map.of(
                "url", "http://user:" + MISPLACED_KEY + "@localhost:1/v1",
                "apiKey.env", MISPLACED_KEY,
                "apiKey", MISPLACED_KEY)
            .entrySet()) {
      Map<String, String> settings = new HashMap<>(bad);
      settings.put(prefix + wrong.getKey(), wrong.getValue());
      failure(wrong.getKey() + " with a key in it", settings, query);
    }
  }

  /** With the reviews in memory: Parquet at DEBUG writes a line for every value. */
  private static SparkSession session(Map<String, String> settings) {
    SparkSession session = lab.fresh(settings);
    Reviews.create(session, "reviews", ROWS, 0);
    return session;
  }

  private static void failure(String name, Map<String, String> settings, String query) {
    SparkSession session = session(settings);
    Throwable thrown = catchThrowable(() -> session.sql(query).collectAsList());
    assertThat(thrown).as(name).isNotNull();
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    SEEN.put("exception: " + name, text.toString());
  }

  private static String show(Dataset<Row> rows) {
    return String.join("\n", Answers.of(rows.collectAsList()));
  }

  private static void files(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        if (!file.toString().endsWith(".jceks") && !file.toString().endsWith(".jar")) {
          SEEN.put(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
        }
      }
    }
  }

  @Test
  void keysAreNowhere() {
    List<String> leaks = new ArrayList<>();
    for (String key : List.of(variableKey, ALIAS_KEY, MISPLACED_KEY)) {
      String coded = Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
      SEEN.forEach(
          (where, all) -> {
            String text = key.equals(MISPLACED_KEY) ? withoutSettings(where, all) : all;
            if (text.contains(key) || text.contains(coded)) {
              leaks.add(where + " has " + key);
            }
          });
    }
    assertThat(leaks).isEmpty();
  }

  /**
   * A key that a user writes into a setting is in Spark's hands, which shows what a session has set
   * with each of its queries, jobs and stages. It must not be in what we say about it.
   */
  private static String withoutSettings(String where, String text) {
    return where.contains("/SQL/execution/")
        ? ""
        : text.replaceAll("\"spark[.]understudy[.]endpoints[.]bad[.][^\"]*\":\"[^\"]*\"", "");
  }

  /**
   * The search would find what is there: the references are in all that shows the configuration.
   */
  @Test
  void referencesAreWhereSettingsAreShown() {
    assertThat(byVariable.requests()).isGreaterThanOrEqualTo(200);
    assertThat(byAlias.requests()).isGreaterThanOrEqualTo(200);
    List<String> shown =
        SEEN.entrySet().stream()
            .filter(seen -> seen.getValue().contains(VARIABLE))
            .map(Map.Entry::getKey)
            .toList();
    assertThat(shown)
        .contains("/environment/", "SET")
        .anyMatch(where -> where.contains("events"))
        .anyMatch(where -> where.endsWith("driver.log"))
        .anyMatch(where -> where.contains("/api/v1/"));
    assertThat(SEEN.keySet())
        .anyMatch(where -> where.startsWith("/SQL/execution/"))
        .anyMatch(where -> where.endsWith("executors.log"))
        .anyMatch(where -> where.contains("/work/app-") && where.endsWith("stderr"));
    assertThat(SEEN.get("exception: wrong1")).contains("UNDERSTUDY_ENDPOINT").contains("401");
    assertThat(SEEN.get("exception: down")).contains("UNDERSTUDY_ENDPOINT").contains("127.0.0.1");
    assertThat(SEEN.get("exception: url with a key in it")).contains("endpoints.bad.url");
  }
}
