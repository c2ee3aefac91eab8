package io.understudy.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.catalyst.bridge.Seqs;
import io.understudy.spark.prepared.DataState;
import io.understudy.spark.prepared.InputState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import scala.Option;

/** Inputs are the same data only where they are surely the same rows. No LLM is asked. */
class InputStateTest {
  @RegisterExtension static final SharedLab LAB = new SharedLab();

  private final Path folder = Lab.folder("input-state");
  private SparkSession session;

  @BeforeEach
  void open() throws IOException {
    Folders.delete(folder);
    session = LAB.fresh(Map.of());
  }

  private static DataState state(Dataset<Row> rows) {
    LogicalPlan plan =
        ((org.apache.spark.sql.classic.Dataset<Row>) rows).queryExecution().optimizedPlan();
    Expression text = plan.output().apply(0);
    return InputState.of(
        Optional.of(plan),
        List.of(text),
        List.of(),
        ((org.apache.spark.sql.classic.SparkSession) rows.sparkSession()).sessionState().conf());
  }

  private Path delta(String name) {
    Path table = folder.resolve(name);
    session
        .range(100)
        .selectExpr("concat('text ', id) AS text", "id", "timestamp_seconds(id) AS at")
        .write()
        .format("delta")
        .save(table.toString());
    return table;
  }

  private Dataset<Row> read(Path table) {
    return session.read().format("delta").load(table.toString());
  }

  @Test
  void theSameQueryOfTheSameVersionIsTheSame() {
    Path table = delta("table");
    DataState state = state(read(table).where("id < 50"));
    assertThat(state.shortVersion()).isEqualTo("0");
    assertThat(state.same(state(read(table).where("id < 50")))).isTrue();
    assertThat(state.same(state(read(table).where("id < 51")))).isFalse();
  }

  @Test
  void someFilesOfADeltaTableAreNotTheTable() {
    Path table = delta("parts");
    DeltaLog log = DeltaLog.forTable(session, table.toString());
    var snapshot = log.unsafeVolatileSnapshot();
    // As Delta does it for a batch of a stream, and for the files that an update has to look at.
    Dataset<Row> batch =
        log.createDataFrame(
            snapshot, Seqs.of(snapshot.allFiles().limit(1).collectAsList()), false, Option.empty());
    assertThat(state(read(table)).known()).isTrue();
    assertThat(state(batch).known()).isFalse();
  }

  @Test
  void aCopyOfAFolderIsAnotherTable() throws IOException {
    Path table = delta("original");
    Path copy = folder.resolve("copy");
    try (Stream<Path> files = Files.walk(table)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(table.relativize(file).toString()));
      }
    }
    assertThat(state(read(table)).same(state(read(copy)))).isFalse();
  }

  @Test
  void anotherCommitOfTheSameNumberIsAnotherVersion() throws IOException {
    Path table = delta("restored");
    DataState before = state(read(table));
    Path commit = table.resolve("_delta_log/00000000000000000000.json");
    Files.setLastModifiedTime(commit, FileTime.fromMillis(1_000_000));
    DataState after = state(read(table));
    assertThat(after.sameSlice(before)).isTrue();
    assertThat(after.same(before)).isFalse();
    assertThat(before.differenceTo(after)).contains("version 0@");
  }

  @Test
  void aFunctionShowsNoBody() {
    Path table = delta("functions");
    session.udf().register("mine", (UDF1<Long, Boolean>) id -> id < 50, DataTypes.BooleanType);
    assertThat(state(read(table).where("mine(id)")).known()).isFalse();
    assertThat(state(read(table).selectExpr("upper(text) AS t", "mine(id) AS m")).known()).isTrue();
  }

  @Test
  void whatTextsMeanDependsOnTheSession() {
    Path table = delta("zones");
    session.conf().set("spark.sql.session.timeZone", "UTC");
    String query = "at < timestamp'1970-01-01 00:00:30'";
    DataState utc = state(read(table).where(query));
    session.conf().set("spark.sql.session.timeZone", "Asia/Tokyo");
    assertThat(utc.same(state(read(table).where(query)))).isFalse();
    session.conf().set("spark.sql.session.timeZone", "UTC");
    assertThat(utc.same(state(read(table).where(query)))).isTrue();
    session.conf().set("spark.sql.ansi.enabled", "false");
    assertThat(utc.same(state(read(table).where(query)))).isFalse();
  }

  @Test
  void theSameFilesReadOtherwiseAreOtherData() throws IOException {
    Path file = Files.createDirectories(folder).resolve("texts.csv");
    Files.writeString(file, "one;a,1\ntwo;b,2\n");
    DataState commas = state(csv(file, ",", "text STRING, n STRING"));
    assertThat(commas.known()).isTrue();
    assertThat(commas.same(state(csv(file, ",", "text STRING, n STRING")))).isTrue();
    assertThat(commas.same(state(csv(file, ";", "text STRING, n STRING")))).isFalse();
    assertThat(commas.same(state(csv(file, ",", "text STRING, n INT")))).isFalse();
  }

  private Dataset<Row> csv(Path file, String separator, String schema) {
    return session.read().schema(schema).option("sep", separator).csv(file.toString());
  }
}
