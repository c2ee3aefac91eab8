package io.understudy.spark.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.understudy.error.ErrorCondition;
import io.understudy.spark.error.UnderstudyException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.ShowTables;
import org.apache.spark.sql.execution.SparkSqlParser;
import org.apache.spark.sql.execution.command.ExplainCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StatementParserTest {
  private static final String FORM = "KEEP WATCH name ON table SAYING 'word' [WHERE condition]";

  private final ParserInterface spark = new SparkSqlParser();
  private final List<Object> read = new ArrayList<>();
  private final ParserInterface parser =
      StatementParser.over(spark, List.of(new Statement("KEEP WATCH", FORM, this::probe)));

  private LogicalPlan probe(StatementText text) {
    read.clear();
    read.add(text.singleName("the name"));
    text.expect("ON");
    read.add(text.name("the table"));
    text.expect("SAYING");
    read.add(text.string("the word"));
    if (text.take("WHERE")) {
      read.add(text.expression(text.sqlUntil("a condition", "UNTIL")).sql());
    }
    text.end();
    return DeleteKept.where(Kept.LABELS, text.expression("true"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "KEEP WATCH w ON db.t SAYING 'it''s'",
        "keep watch W on db . t saying \"it's\" ;",
        "/* KEEP WATCH x */ KEEP -- two\n WATCH `w` ON `db`.`t` SAYING 'it\\'s';;",
      })
  void readsWordsAsSparkDoes(String sql) throws Exception {
    assertThat(parser.parsePlan(sql)).isInstanceOf(DeleteKept.class);
    assertThat(read.get(0).toString()).isEqualToIgnoringCase("w");
    assertThat(read.subList(1, 3)).containsExactly(List.of("db", "t"), "it's");
  }

  @Test
  void handsPartsThatAreSqlToSpark() throws Exception {
    parser.parsePlan(
        "KEEP WATCH w ON t SAYING 'a' WHERE x > 3 AND `\uD83D\uDE00`(`until`, (until)) AND y");
    assertThat(read.get(3)).asString().contains("(x > 3)").contains("until");
  }

  @Test
  void anErrorInSqlHasItsPlaceInTheWholeText() {
    assertThatThrownBy(() -> parser.parsePlan("KEEP WATCH w\nON t SAYING 'a'\nWHERE x > > AND y"))
        .isInstanceOf(ParseException.class)
        .hasMessageContaining("(line 3, pos 10)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          KEEP WATCH                        | it ends where the name is expected
          KEEP WATCH w t                    | 't' stands where ON is expected (line 1, pos 13)
          KEEP WATCH a.b ON t SAYING 'a'    | 'a' stands where the name of one part is expected
          KEEP WATCH w ON t.1 SAYING 'a'    | stands where SAYING is expected
          KEEP WATCH w ON t. SAYING 'a'     | ''a'' stands where SAYING is expected
          KEEP WATCH w ON t SAYING a        | 'a' stands where the word as a string is expected
          KEEP WATCH w ON t SAYING 'a' b    | 'b' stands where the end is expected (line 1, pos 29)
          KEEP WATCH w ON t SAYING 'a' WHERE| it ends where a condition is expected
          KEEP WATCH w ON t SAYING 'a       | ''' stands where the word as a string is expected
          EXPLAIN KEEP WATCH w              | it ends where ON is expected
          """)
  void aWrongStatementSaysWhereAndHowItShouldBe(String sql, String problem) {
    assertThatThrownBy(() -> parser.parsePlan(sql))
        .isInstanceOfSatisfying(
            UnderstudyException.class,
            e -> {
              assertThat(e.getCondition())
                  .isEqualTo(ErrorCondition.UNDERSTUDY_STATEMENT.condition());
              assertThat(e.getMessageParameters().get("statement")).isEqualTo("KEEP WATCH");
              assertThat(e.getMessageParameters().get("problem")).contains(problem).contains(FORM);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "EXPLAIN %s",
        "EXPLAIN EXTENDED %s",
        "explain/**/formatted\n%s",
        "EXPLAIN COST %s",
      })
  void explainsAStatement(String form) throws Exception {
    String ours = form.formatted("KEEP WATCH w ON t SAYING 'a'");
    ExplainCommand explain = (ExplainCommand) parser.parsePlan(ours);
    ExplainCommand known = (ExplainCommand) spark.parsePlan(form.formatted("SHOW TABLES"));
    assertThat(explain.logicalPlan()).isInstanceOf(DeleteKept.class);
    assertThat(explain.mode()).isEqualTo(known.mode());
  }

  @Test
  void aTextThatSparkAcceptsIsNeverOurs() throws Exception {
    ParserInterface greedy =
        StatementParser.over(spark, List.of(new Statement("SHOW TABLES", FORM, this::probe)));
    assertThat(greedy.parsePlan("SHOW TABLES")).isInstanceOf(ShowTables.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"KEEP", "KEEP `WATCH` w", "'KEEP' WATCH", "SELECT KEEP WATCH w", "EXPLAIN", "("})
  void otherTextsKeepSparksError(String sql) {
    assertSame(sql);
  }

  @Property(tries = 2000)
  void sparksStatementsAreUntouched(@ForAll("texts") String sql) {
    assertSame(sql);
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> words =
        Arbitraries.of(
            "SELECT",
            "a",
            "b.c",
            "`d e`",
            "FROM",
            "t",
            "WHERE",
            "AND",
            "1",
            "2.5",
            "'s'",
            "\"q\"",
            "(",
            ")",
            ",",
            "*",
            "=",
            "CREATE",
            "DROP",
            "SHOW",
            "VIEW",
            "VIEWS",
            "TABLE",
            "TABLES",
            "EMBEDDING",
            "AI",
            "MODEL",
            "REFRESH",
            "DESCRIBE",
            "IF",
            "EXISTS",
            "NOT",
            "ON",
            "AS",
            "EXPLAIN",
            "EXTENDED",
            "DELETE",
            "ORDER BY",
            "WITH",
            ";",
            "--c\n",
            "/* c */",
            "KEEP",
            "\uD83D\uDE00",
            "'",
            "$x",
            ":y",
            "understudy_runs()");
    Arbitrary<String> whole =
        Arbitraries.of(
            "SELECT a FROM t",
            "CREATE VIEW v AS SELECT 1",
            "SHOW VIEWS",
            "DESCRIBE TABLE t",
            "REFRESH TABLE t",
            "DROP VIEW IF EXISTS v",
            "EXPLAIN SELECT 1");
    return Arbitraries.frequencyOf(
        Tuple.of(3, words.list().ofMinSize(1).ofMaxSize(8).map(l -> String.join(" ", l))),
        Tuple.of(1, Combinators.combine(whole, words).as((text, word) -> text + " " + word)),
        Tuple.of(1, whole));
  }

  private void assertSame(String sql) {
    assertThat(outcome(parser, sql)).isEqualTo(outcome(spark, sql));
  }

  private static String outcome(ParserInterface by, String sql) {
    try {
      // Ids of expressions differ from one parse to the next.
      return by.parsePlan(sql).toString().replaceAll("#[0-9]+", "#");
    } catch (Exception refused) {
      return refused.toString();
    }
  }
}
