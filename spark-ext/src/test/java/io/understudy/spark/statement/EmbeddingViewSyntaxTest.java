package io.understudy.spark.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.understudy.spark.bridge.JavaCommand;
import io.understudy.spark.error.UnderstudyException;
import java.util.List;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import org.apache.spark.sql.execution.SparkSqlParser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EmbeddingViewSyntaxTest {
  private final ParserInterface parser = StatementParser.over(new SparkSqlParser());

  /** The arguments as the command has them, without its columns. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          CREATE EMBEDDING VIEW V ON t (c)                             | v, `t`, c, , false
          create embedding view if not exists v on a.b.t(`c d`)        | v, `a`.`b`.`t`, c d, , true
          CREATE EMBEDDING VIEW v ON delta.`/x y/z` (c) USING 'vectors'| v, `delta`.`/x y/z`, c, vectors, false
          REFRESH EMBEDDING VIEW v                                     | v
          DESCRIBE EMBEDDING VIEW v                                    | v
          DESC EMBEDDING VIEW `v`                                      | v
          DROP EMBEDDING VIEW v                                        | v, false
          DROP EMBEDDING VIEW IF EXISTS v;                             | v, true
          """)
  void understands(String sql, String arguments) throws Exception {
    JavaCommand command = (JavaCommand) parser.parsePlan(sql);
    StringBuilder found = new StringBuilder();
    for (int i = 0; i < command.productArity(); i++) {
      if (!(command.productElement(i) instanceof List)) {
        found.append(i == 0 ? "" : ", ").append(command.productElement(i));
      }
    }
    assertThat(found).hasToString(arguments);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          CREATE EMBEDDING VIEW ON t (c)             | 't' stands where ON is expected
          CREATE EMBEDDING VIEW v ON t               | it ends where ( is expected
          CREATE EMBEDDING VIEW v ON t (c, d)        | ',' stands where ) is expected
          CREATE EMBEDDING VIEW v ON t (c) USING x   | 'x' stands where the embedder as a string is expected
          CREATE EMBEDDING VIEW `v/w` ON t (c)       | the view's name of letters, digits and underscores
          CREATE EMBEDDING VIEW db.v ON t (c)        | the view's name of one part is expected
          REFRESH EMBEDDING VIEW                     | it ends where the view's name is expected
          SHOW EMBEDDING VIEWS LIKE 'a*'             | 'LIKE' stands where the end is expected
          DROP EMBEDDING VIEW IF v                   | 'v' stands where the end is expected
          """)
  void saysWhatIsWrong(String sql, String problem) {
    assertThatThrownBy(() -> parser.parsePlan(sql))
        .isInstanceOf(UnderstudyException.class)
        .hasMessageContaining(problem)
        .hasMessageContaining("The statement's form is ");
  }
}
