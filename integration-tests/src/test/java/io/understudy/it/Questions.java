package io.understudy.it;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A query with questions in it, to be run twice: with AI calls, and over the answers themselves,
 * which the tables of {@link Notes} have as plain columns.
 *
 * <p>{@code @good()} and {@code @good(t)} ask about the column {@code review}, of {@code t}; {@code
 * @good[text]} asks about any text. {@code @film} is another question, and {@code @topic} a
 * classification.
 */
enum Questions {
  /** Every question is an AI call that the LLM answers. */
  CALLS {
    @Override
    String column(String question, String qualifier) {
      return text(question, qualifier + "review");
    }

    @Override
    String text(String question, String text) {
      return question.equals("topic")
          ? "AI.CLASSIFY(" + text + ", array('book', 'film', 'game'), " + ALWAYS_THE_LLM + ")"
          : "AI.IF('" + INSTRUCTIONS.get(question) + "' || " + text + ", " + ALWAYS_THE_LLM + ")";
    }
  },

  /** Every question is the column with its answer, or for a new text an expression. */
  ANSWERS {
    @Override
    String column(String question, String qualifier) {
      return qualifier + COLUMNS.get(question);
    }

    @Override
    String text(String question, String text) {
      return switch (question) {
        case "good" -> "contains(" + text + ", 'good')";
        case "film" -> "contains(" + text + ", 'film')";
        default ->
            "(CASE WHEN contains(%1$s, 'book') THEN 'book' WHEN contains(%1$s, 'film') THEN 'film' WHEN contains(%1$s, 'game') THEN 'game' END)"
                .formatted(text);
      };
    }
  };

  static final Map<String, String> INSTRUCTIONS =
      Map.of("good", "Is it positive? ", "film", "Is it about a film? ");

  private static final String ALWAYS_THE_LLM = "optimization_mode => 'MAXIMIZE_QUALITY'";
  private static final Map<String, String> COLUMNS =
      Map.of("good", "says_good", "film", "says_film", "topic", "says_topic");
  private static final Pattern OF_COLUMN = Pattern.compile("@(good|film|topic)\\((\\w*)\\)");
  private static final Pattern OF_TEXT = Pattern.compile("@(good|film|topic)\\[([^]]*)]");

  /** The question about a column; the qualifier is empty or ends in a dot. */
  abstract String column(String question, String qualifier);

  /** The question about a text that is made in the query. */
  abstract String text(String question, String text);

  /** The query with all its questions written out; inner ones first. */
  String in(String template) {
    String columns =
        OF_COLUMN
            .matcher(template)
            .replaceAll(
                m ->
                    Matcher.quoteReplacement(
                        column(m.group(1), m.group(2).isEmpty() ? "" : m.group(2) + ".")));
    return OF_TEXT
        .matcher(columns)
        .replaceAll(m -> Matcher.quoteReplacement(text(m.group(1), m.group(2))));
  }
}
