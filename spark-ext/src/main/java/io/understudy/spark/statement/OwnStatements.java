package io.understudy.spark.statement;

import io.understudy.spark.bridge.SqlTokens;
import io.understudy.spark.bridge.SqlTokens.SqlToken;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.SupervisingCommand;

/** Finds Understudy's statements in texts that Spark refuses. */
final class OwnStatements {
  private static final Set<String> EXPLAINED =
      Set.of("EXTENDED", "CODEGEN", "COST", "FORMATTED", "LOGICAL");

  /** A statement that Spark knows, for the place of one that it does not know. */
  private static final String STAND_IN = "SHOW TABLES";

  /** EXPLAIN and its mode. */
  private static final int MOST_BEFORE = 2;

  private final List<Statement> statements;
  private final ParserInterface parser;

  /** By so many a text is told to be a statement or none. */
  private final int mostWords;

  /**
   * @param parser for the parts of statements that are SQL
   */
  OwnStatements(List<Statement> statements, ParserInterface parser) {
    this.statements = statements;
    this.parser = parser;
    this.mostWords =
        MOST_BEFORE + statements.stream().mapToInt(one -> one.words().size()).max().orElse(0);
  }

  /**
   * The command that a text is, or the explanation of one.
   *
   * @param spark what Spark makes of a changed text; nothing if it refuses that, too
   * @return nothing if the text is none of the statements
   * @throws io.understudy.spark.error.UnderstudyException when it is one that is wrongly written
   */
  Optional<LogicalPlan> read(String sql, Function<String, Optional<LogicalPlan>> spark) {
    List<SqlToken> beginning = SqlTokens.first(sql, mostWords);
    int first = afterExplain(beginning);
    Optional<Statement> statement =
        statements.stream()
            .filter(one -> StatementText.wordsAt(beginning, first, one.words()))
            .findFirst();
    if (statement.isEmpty()) {
      return Deletion.read(sql, spark);
    }
    Statement found = statement.get();
    List<SqlToken> tokens = SqlTokens.of(sql);
    LogicalPlan command =
        found
            .grammar()
            .read(new StatementText(found, sql, tokens, first + found.words().size(), parser));
    return first == 0
        ? Optional.of(command)
        : spark
            .apply(sql.substring(0, tokens.get(first).start()) + STAND_IN)
            .map(explain -> explained(explain, command));
  }

  private static int afterExplain(List<SqlToken> tokens) {
    if (!StatementText.wordsAt(tokens, 0, List.of("EXPLAIN"))) {
      return 0;
    }
    boolean mode =
        tokens.size() > 1 && EXPLAINED.contains(tokens.get(1).text().toUpperCase(Locale.ROOT));
    return mode ? 2 : 1;
  }

  private static LogicalPlan explained(LogicalPlan explain, LogicalPlan command) {
    return ((SupervisingCommand) explain).withTransformedSupervisedPlan(standIn -> command);
  }
}
