package io.understudy.spark.bridge;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.Token;
import org.apache.spark.sql.catalyst.parser.SqlBaseLexer;
import org.apache.spark.sql.catalyst.parser.UpperCaseCharStream;

/**
 * The words of a SQL text as Spark's own lexer sees them: without comments and white space, with
 * strings and back quotes in one piece.
 */
public final class SqlTokens {
  private SqlTokens() {}

  /** What a token is. */
  public enum Kind {
    /** A key word or a name without quotes. */
    WORD,
    /** A name in back quotes. */
    QUOTED_NAME,
    /** A string, in single or double quotes. */
    STRING,
    /** A number, an operator, a bracket, or what is no SQL at all. */
    OTHER
  }

  /**
   * One token.
   *
   * @param text as it was written
   * @param start index of its first character in the SQL text
   * @param end index after its last character
   * @param line from 1
   * @param column from 0, as Spark counts in its messages
   */
  public record SqlToken(Kind kind, String text, int start, int end, int line, int column) {}

  /** The tokens of a text, which never fails: what is no SQL comes as {@link Kind#OTHER}. */
  public static List<SqlToken> of(String sql) {
    return first(sql, Integer.MAX_VALUE);
  }

  /** The first tokens of a text, which is read no further. */
  public static List<SqlToken> first(String sql, int most) {
    SqlBaseLexer lexer = new SqlBaseLexer(new UpperCaseCharStream(CharStreams.fromString(sql)));
    lexer.removeErrorListeners();
    List<SqlToken> tokens = new ArrayList<>();
    // ANTLR counts code points.
    int points = 0;
    int end = 0;
    while (tokens.size() < most) {
      Token token = lexer.nextToken();
      if (token.getType() == Token.EOF) {
        break;
      }
      if (token.getChannel() == Token.DEFAULT_CHANNEL) {
        int start = sql.offsetByCodePoints(end, token.getStartIndex() - points);
        points = token.getStopIndex() + 1;
        end = sql.offsetByCodePoints(start, points - token.getStartIndex());
        tokens.add(
            new SqlToken(
                kind(token),
                sql.substring(start, end),
                start,
                end,
                token.getLine(),
                token.getCharPositionInLine()));
      }
    }
    return tokens;
  }

  /** By name, because the numbers of the lexer's types differ between Spark's versions. */
  private static Kind kind(Token token) {
    String name = SqlBaseLexer.VOCABULARY.getSymbolicName(token.getType());
    return switch (name == null ? "" : name) {
      case "BACKQUOTED_IDENTIFIER" -> Kind.QUOTED_NAME;
      case "STRING_LITERAL", "DOUBLEQUOTED_STRING" -> Kind.STRING;
      default ->
          token.getText().codePoints().allMatch(c -> c == '_' || Character.isLetterOrDigit(c))
                  && !Character.isDigit(token.getText().codePointAt(0))
              ? Kind.WORD
              : Kind.OTHER;
    };
  }
}
