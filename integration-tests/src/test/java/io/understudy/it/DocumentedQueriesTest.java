package io.understudy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The SQL of the pages that people write by hand: each block can be pasted, in the order of its
 * page, and answers what the comments right below a statement say. Settings are the defaults.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DocumentedQueriesTest {
  private static Lab lab;

  @BeforeAll
  static void open() {
    lab = Lab.open();
  }

  @AfterAll
  static void close() {
    lab.close();
  }

  /** A statement, and the rows that the page shows, if it shows any. */
  private record Documented(String sql, List<String> rows) {}

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/getting-started.md", "docs/coming-from.md"})
  @Order(1)
  void blocksCanBePasted(String page) throws IOException {
    paste(page, lab.fresh(Map.of()));
  }

  /** With a store, which nothing else needs; later, since all share the books of the runs. */
  @ParameterizedTest
  @CsvSource({
    "docs/views.md, opinions",
    "docs/models.md, film_reviews",
    "docs/answers.md, kept_reviews"
  })
  @Order(2)
  void blocksOfPagesWithAStoreCanBePasted(String page, String table) throws IOException {
    Path store = Lab.folder("documented-" + table);
    Folders.delete(store);
    Folders.delete(Lab.folder("warehouse").resolve(table));
    SparkSession session = lab.fresh(Map.of("spark.understudy.store", store.toString()));
    try {
      paste(page, session);
    } finally {
      session.sql("DROP TABLE IF EXISTS " + table);
    }
  }

  private static void paste(String page, SparkSession session) throws IOException {
    List<Documented> all = statements(Files.readString(Doors.root().resolve(page)));
    assertThat(all).hasSizeGreaterThan(4).anyMatch(documented -> !documented.rows().isEmpty());
    for (Documented documented : all) {
      Dataset<Row> answer = session.sql(documented.sql());
      List<String> rows = answer.collectAsList().stream().map(row -> row.mkString(" | ")).toList();
      if (!documented.rows().isEmpty()) {
        assertThat(rows).as(documented.sql()).isEqualTo(documented.rows());
      }
    }
  }

  private static List<Documented> statements(String page) {
    List<Documented> found = new ArrayList<>();
    boolean inside = false;
    StringBuilder sql = new StringBuilder();
    List<String> rows = null;
    for (String line : page.lines().toList()) {
      if (line.equals("```sql")) {
        inside = true;
      } else if (line.equals("```")) {
        assertThat(sql.toString()).as("a statement without a semicolon at its end").isBlank();
        inside = false;
        rows = null;
      } else if (inside && rows != null && line.startsWith("-- ")) {
        rows.add(line.substring(3));
      } else if (inside) {
        rows = null;
        sql.append(line).append('\n');
        if (line.endsWith(";")) {
          rows = new ArrayList<>();
          found.add(new Documented(sql.substring(0, sql.lastIndexOf(";")), rows));
          sql.setLength(0);
        }
      }
    }
    return found;
  }
}
