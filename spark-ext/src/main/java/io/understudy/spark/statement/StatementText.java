package io.understudy.spark.statement;

import io.understudy.catalyst.bridge.Seqs;
import io.understudy.error.ErrorCondition;
import io.understudy.spark.bridge.SqlTokens.Kind;
import io.understudy.spark.bridge.SqlTokens.SqlToken;
import io.understudy.spark.error.UnderstudyException;
import io.understudy.spark.view.ViewFolder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * A statement's text, read from left to right after its first words. Parts that are SQL are handed
 * to Spark's parser, with white space in place of what stands before them: the positions in Spark's
 * messages are then those in the whole text.
 */
final class StatementText {
  private final Statement statement;
  private final String sql;
  private final List<SqlToken> tokens;
  private final ParserInterface parser;
  private int next;

  /**
   * @param sql the whole text
   * @param tokens of the whole text
   * @param next index of the first token to be read
   * @param parser for parts that are SQL
   */
  StatementText(
      Statement statement, String sql, List<SqlToken> tokens, int next, ParserInterface parser) {
    this.statement = statement;
    this.sql = sql;
    this.tokens = tokens;
    this.next = next;
    this.parser = parser;
  }

  /** Whether key words stand next. */
  boolean at(String... words) {
    return wordsAt(tokens, next, List.of(words));
  }

  /** Whether a list of tokens has key words from an index on. */
  static boolean wordsAt(List<SqlToken> tokens, int index, List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      if (index + i >= tokens.size()
          || tokens.get(index + i).kind() == Kind.QUOTED_NAME
          || !tokens.get(index + i).text().equalsIgnoreCase(words.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Reads key words or signs if they stand next; returns whether they did. */
  boolean take(String... words) {
    boolean here = at(words);
    next += here ? words.length : 0;
    return here;
  }

  /** Reads key words or signs that must stand next. */
  void expect(String... words) {
    if (!take(words)) {
      throw refused(String.join(" ", words));
    }
  }

  /**
   * Reads a name of one or more parts.
   *
   * @param what it names, for the message when there is none
   */
  List<String> name(String what) {
    int first = next;
    readPart(what);
    while (take(".")) {
      readPart(what);
    }
    try {
      return Seqs.list(
          parser.parseMultipartIdentifier(
              sql(tokens.get(first).start(), tokens.get(next - 1).end())));
    } catch (Exception notOne) {
      next = first;
      throw refused(what);
    }
  }

  private void readPart(String what) {
    if (next >= tokens.size()
        || tokens.get(next).kind() != Kind.WORD && tokens.get(next).kind() != Kind.QUOTED_NAME) {
      throw refused(what);
    }
    next++;
  }

  /**
   * Reads a name of exactly one part.
   *
   * @param what it names, for the message when there is none
   */
  String singleName(String what) {
    int first = next;
    List<String> parts = name(what);
    if (parts.size() != 1) {
      next = first;
      throw refused(what + " of one part");
    }
    return parts.get(0);
  }

  /**
   * Reads a name of letters, digits and underscores, for something that is kept in a folder of that
   * name.
   *
   * @param what it names, for the message when there is none
   * @return in lower case: names that differ in case only are one name
   */
  String folderName(String what) {
    int first = next;
    String name = singleName(what);
    if (!ViewFolder.isName(name)) {
      next = first;
      throw refused(what + " of letters, digits and underscores");
    }
    return name.toLowerCase(Locale.ROOT);
  }

  /**
   * Reads a string.
   *
   * @param what it says, for the message when there is none
   */
  String string(String what) {
    if (next < tokens.size() && tokens.get(next).kind() == Kind.STRING) {
      SqlToken token = tokens.get(next);
      Expression parsed = expression(sql(token.start(), token.end()));
      if (parsed instanceof Literal literal && literal.value() instanceof UTF8String value) {
        next++;
        return value.toString();
      }
    }
    throw refused(what + " as a string");
  }

  /**
   * Reads SQL up to the first of some key words outside of brackets, or to the end.
   *
   * @param what it is, for the message when there is none
   * @return the text, after as much white space as there is text before it
   */
  String sqlUntil(String what, String... words) {
    Set<String> stops = Set.of(words);
    int first = next;
    int depth = 0;
    while (next < tokens.size()) {
      SqlToken token = tokens.get(next);
      boolean word = token.kind() == Kind.WORD;
      if (depth == 0
          && (token.text().equals(";")
              || word && stops.stream().anyMatch(token.text()::equalsIgnoreCase))) {
        break;
      }
      depth += depth(token);
      next++;
    }
    if (first == next) {
      throw refused(what);
    }
    return sql(tokens.get(first).start(), tokens.get(next - 1).end());
  }

  private static int depth(SqlToken token) {
    return switch (token.text()) {
      case "(", "[" -> 1;
      case ")", "]" -> -1;
      default -> 0;
    };
  }

  /** The parser for parts that are SQL. It does not know {@code AI.IF}, but {@code ai_if}. */
  ParserInterface parser() {
    return parser;
  }

  /** Parses a text with Spark's parser; its error is the statement's error. */
  Expression expression(String text) {
    return StatementText.<Expression, RuntimeException>sneaky(() -> parser.parseExpression(text));
  }

  /** Parses a query with Spark's parser; its error is the statement's error. */
  LogicalPlan query(String text) {
    return StatementText.<LogicalPlan, RuntimeException>sneaky(() -> parser.parsePlan(text));
  }

  /** Checks that nothing but semicolons follows. */
  void end() {
    int last = next;
    while (take(";")) {
      last++;
    }
    if (next < tokens.size()) {
      next = last;
      throw refused("the end");
    }
  }

  /**
   * That something else stands next than the statement needs.
   *
   * @param expected what should stand there
   */
  UnderstudyException refused(String expected) {
    String place =
        next < tokens.size()
            ? "'%s' stands where %s is expected (line %d, pos %d)"
                .formatted(
                    tokens.get(next).text(),
                    expected,
                    tokens.get(next).line(),
                    tokens.get(next).column())
            : "it ends where %s is expected".formatted(expected);
    // A checked exception could not pass the interface of Spark's parser.
    return new UnderstudyException(
        ErrorCondition.UNDERSTUDY_STATEMENT,
        Map.of(
            "statement",
            statement.name(),
            "problem",
            place + ". The statement's form is " + statement.form()));
  }

  /** A part of the text at its place. */
  private String sql(int start, int end) {
    StringBuilder text = new StringBuilder(end);
    for (int i = 0; i < start; i++) {
      char c = sql.charAt(i);
      // One space for a code point, and every line kept.
      text.append(c == '\n' || c == '\r' ? c : Character.isLowSurrogate(c) ? "" : " ");
    }
    return text.append(sql, start, end).toString();
  }

  private interface Parse<T> {
    T parse() throws Exception;
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T, E extends Exception> T sneaky(Parse<T> parse) throws E {
    try {
      return parse.parse();
    } catch (Exception e) {
      // Spark's parse exceptions are checked in Java's eyes only.
      throw (E) e;
    }
  }
}
