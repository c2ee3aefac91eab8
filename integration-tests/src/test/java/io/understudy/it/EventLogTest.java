package io.understudy.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.understudy.account.RunColumns;
import io.understudy.account.RunColumns.RunColumn;
import io.understudy.spark.account.RunEnded;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.scheduler.ReplayListenerBus;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the event log keeps of the runs of an application, and what Spark reads out of it. */
class EventLogTest {
  private static final String QUERIES =
      """
      SELECT count(*) FROM reviews WHERE AI.IF('Is it positive? ' || review, embeddings => emb);
      SELECT AI.CLASSIFY(review, array('book', 'film', 'game')), AI.IF('Good? ' || review) FROM reviews LIMIT 3
      """;

  private static List<Row> runs = List.of();
  private static List<String> summaries = List.of();
  private static Path log;

  @BeforeAll
  static void runAnApplication() throws Exception {
    Path folder = Lab.folder("eventlog");
    Files.createDirectories(folder);
    try (Stream<Path> old = Files.list(folder)) {
      for (Path file : old.toList()) {
        Files.delete(file);
      }
    }
    Map<String, String> settings = new HashMap<>(Lab.SMALL);
    settings.put("spark.eventLog.enabled", "true");
    settings.put("spark.eventLog.rolling.enabled", "false");
    settings.put("spark.eventLog.compress", "false");
    settings.put("spark.eventLog.dir", folder.toUri().toString());
    settings.put("spark.understudy.endpoints.default.price.input", "3");
    try (Lab lab = Lab.open("local[2]", Lab.KEYWORDS, settings)) {
      lab.reviews("reviews", 1500, 0);
      for (String query : QUERIES.split(";")) {
        lab.sql(query);
      }
      lab.spark().sparkContext().listenerBus().waitUntilEmpty(30_000);
      runs = lab.sql("SELECT * FROM understudy_runs()");
      summaries = runs.stream().map(run -> run.<String>getAs("function")).toList();
      assertThat(runs).hasSize(3);
    }
    try (Stream<Path> files = Files.list(folder)) {
      log =
          files.filter(f -> !f.getFileName().toString().startsWith(".")).findFirst().orElseThrow();
    }
  }

  @Test
  void eachRunIsOneFlatLineWithEveryColumn() throws IOException {
    List<JsonNode> events = new ArrayList<>();
    ObjectMapper json = new ObjectMapper();
    for (String line : Files.readAllLines(log)) {
      JsonNode event = json.readTree(line);
      if (event.get("Event").asText().equals(RunEnded.class.getName())) {
        events.add(event);
      }
    }
    assertThat(events).hasSize(runs.size());
    for (int i = 0; i < events.size(); i++) {
      Map<String, Object> fields = new HashMap<>();
      JsonNode event = events.get(i);
      event.fieldNames().forEachRemaining(name -> fields.put(name, event.get(name).asText()));
      assertThat(fields).containsAllEntriesOf(columns(runs.get(i)));
      assertThat(fields).hasSize(RunColumns.ALL.size() + 2).containsKey("Event");
      assertThat(event.get(RunEnded.SUMMARY).asText()).startsWith(summaries.get(i) + " '");
    }
  }

  @Test
  void sparkReplaysTheRunsAsEvents() throws IOException {
    List<SparkListenerEvent> heard = replay();
    List<RunEnded> ended =
        heard.stream().filter(RunEnded.class::isInstance).map(RunEnded.class::cast).toList();
    assertThat(ended).hasSize(runs.size());
    for (int i = 0; i < ended.size(); i++) {
      Map<String, Object> fields = new HashMap<>();
      ended.get(i).fields().forEach((name, value) -> fields.put(name, String.valueOf(value)));
      assertThat(fields).containsAllEntriesOf(columns(runs.get(i)));
    }
  }

  /** A history server that does not have the jar: unknown classes are skipped, the rest is read. */
  @Test
  void sparkReplaysTheRestWithoutTheJar() throws IOException {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (URLClassLoader without = new WithoutUnderstudy(before)) {
      Thread.currentThread().setContextClassLoader(without);
      List<SparkListenerEvent> heard = replay();
      assertThat(heard).noneMatch(RunEnded.class::isInstance);
      assertThat(heard).anyMatch(SparkListenerJobStart.class::isInstance);
      assertThat(heard.get(heard.size() - 1)).isInstanceOf(SparkListenerApplicationEnd.class);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  @Test
  void sqlReadsTheColumnsOutOfTheLog() {
    try (Lab lab = Lab.open()) {
      SparkSession spark = lab.spark();
      spark.read().json(log.toString()).createOrReplaceTempView("log");
      List<Row> read =
          spark
              .sql(
                  "SELECT run_id, rows, calls, cost, CAST(started_at AS TIMESTAMP) FROM log WHERE"
                      + " Event = '"
                      + RunEnded.class.getName()
                      + "'")
              .collectAsList();
      assertThat(read)
          .containsExactlyElementsOf(
              runs.stream()
                  .map(
                      run ->
                          org.apache.spark.sql.RowFactory.create(
                              run.getAs("run_id"),
                              run.getAs("rows"),
                              run.getAs("calls"),
                              run.getAs("cost"),
                              run.getAs("started_at")))
                  .toList());
    }
  }

  private static List<SparkListenerEvent> replay() throws IOException {
    ReplayListenerBus bus = new ReplayListenerBus();
    List<SparkListenerEvent> heard = new ArrayList<>();
    bus.addListener(new Everything(heard));
    try (InputStream in = new BufferedInputStream(Files.newInputStream(log))) {
      assertThat(bus.replay(in, log.toString(), false, line -> true)).isTrue();
    }
    return heard;
  }

  private static Map<String, Object> columns(Row run) {
    Map<String, Object> columns = new HashMap<>();
    for (RunColumn column : RunColumns.ALL) {
      Object value = run.getAs(column.name());
      columns.put(
          column.name(),
          value instanceof java.sql.Timestamp time
              ? time.toInstant().toString()
              : String.valueOf(value));
    }
    return columns;
  }

  /** Every event of a log that a listener of its kind hears. */
  private static final class Everything extends SparkListener {
    private final List<SparkListenerEvent> heard;

    Everything(List<SparkListenerEvent> heard) {
      this.heard = heard;
    }

    @Override
    public void onOtherEvent(SparkListenerEvent event) {
      heard.add(event);
    }

    @Override
    public void onJobStart(SparkListenerJobStart event) {
      heard.add(event);
    }

    @Override
    public void onApplicationEnd(SparkListenerApplicationEnd event) {
      heard.add(event);
    }
  }

  private static final class WithoutUnderstudy extends URLClassLoader {
    WithoutUnderstudy(ClassLoader parent) {
      super(new URL[0], parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("io.understudy.")) {
        throw new ClassNotFoundException(name);
      }
      return super.loadClass(name, resolve);
    }
  }
}
