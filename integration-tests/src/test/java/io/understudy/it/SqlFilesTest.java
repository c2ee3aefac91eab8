package io.understudy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.understudy.it.SqlFile.Block;
import io.understudy.judge.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Runs every file of {@code src/test/resources/sql}. With {@code UNDERSTUDY_REGENERATE=1} in the
 * environment the results are written into the files instead of compared.
 */
class SqlFilesTest {
  private static final Path FILES = Path.of("src", "test", "resources", "sql");
  private static final boolean REGENERATE = "1".equals(System.getenv("UNDERSTUDY_REGENERATE"));

  @RegisterExtension static final SharedLab LAB = new SharedLab();

  @TestFactory
  Stream<DynamicTest> files() throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.list(FILES)) {
      files = found.filter(f -> f.toString().endsWith(".sql")).sorted().toList();
    }
    String only = System.getProperty("understudy.sql", "");
    return files.stream()
        .filter(file -> file.toString().contains(only))
        .map(file -> DynamicTest.dynamicTest(String.valueOf(file.getFileName()), () -> run(file)));
  }

  private static void run(Path path) {
    SqlFile file = SqlFile.read(path);
    Map<String, String> settings = new TreeMap<>(Lab.SMALL);
    settings.putAll(file.settings());
    SparkSession session = LAB.fresh(settings);
    Tables.register(session);
    List<List<String>> results = new ArrayList<>();
    for (Block block : file.blocks()) {
      results.add(block.setup() ? prepared(session, block) : checked(session, block));
    }
    if (REGENERATE) {
      file.regenerate(results);
    }
  }

  private static List<String> prepared(SparkSession session, Block block) {
    session.sql(block.sql()).collectAsList();
    return List.of();
  }

  private static List<String> checked(SparkSession session, Block block) {
    int runsBefore = runs(session).size();
    LAB.server().reset();
    List<String> rows = List.of();
    List<String> errors = block.expected("error");
    if (errors.isEmpty()) {
      // The files hold no space at the end of a line.
      rows =
          Answers.of(session.sql(block.sql()).collectAsList()).stream()
              .map(String::stripTrailing)
              .toList();
      expectRows(block, rows);
    } else {
      Throwable thrown = catchThrowable(() -> session.sql(block.sql()).collectAsList());
      assertThat(thrown).as("an error from\n%s", block.sql()).isNotNull();
      assertThat(Errors.conditions(thrown)).as("%s", thrown).contains(errors.get(0));
      block.expected("message").forEach(text -> assertThat(Errors.messages(thrown)).contains(text));
    }
    expectCalls(block);
    List<Row> all = runs(session);
    expectRuns(block, all.subList(runsBefore, all.size()));
    return errors.isEmpty() && block.expected("text").isEmpty() ? rows : List.of();
  }

  private static void expectRows(Block block, List<String> rows) {
    List<String> texts = block.expected("text");
    String whole = String.join("\n", rows);
    texts.forEach(text -> assertThat(whole).as(block.sql()).contains(text));
    if (texts.isEmpty() && !REGENERATE) {
      assertThat(rows).as(block.sql()).isEqualTo(block.rows());
    }
  }

  private static void expectCalls(Block block) {
    List<String> calls = block.expected("llm_calls");
    assertThat(calls).as("every query states its LLM calls:\n%s", block.sql()).isNotEmpty();
    calls.forEach(
        bound -> Bound.of(bound).check("LLM calls of\n" + block.sql(), LAB.server().requests()));
    block
        .expected("embedded_texts")
        .forEach(
            bound ->
                Bound.of(bound)
                    .check("embedded texts of\n" + block.sql(), LAB.server().embeddedTexts()));
  }

  private static void expectRuns(Block block, List<Row> runs) {
    List<String> decisions = block.expected("decision");
    if (!decisions.isEmpty()) {
      assertThat(runs.stream().map(run -> run.<String>getAs("decision")))
          .as("decisions of\n%s", block.sql())
          .containsExactlyInAnyOrderElementsOf(decisions);
    }
    for (String code : block.expected("fallback")) {
      assertThat(runs).as("runs of\n%s", block.sql()).isNotEmpty();
      assertThat(runs.get(runs.size() - 1).<String>getAs("reason"))
          .startsWith(Reason.Code.valueOf(code).sentence());
    }
  }

  private static List<Row> runs(SparkSession session) {
    return session.sql("SELECT decision, reason FROM understudy_runs()").collectAsList();
  }
}
