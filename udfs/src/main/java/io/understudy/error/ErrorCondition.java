package io.understudy.error;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Understudy's own error conditions, for the code to name. What they say, and their SQLSTATE,
 * stands in {@code error/understudy-error-conditions.json}, in the form of Spark's own file: the
 * problem, then the cause, then the cure in the last line.
 */
public enum ErrorCondition {
  UNDERSTUDY_ALL_ROWS_FAILED(ErrorPhase.EXECUTION),
  UNDERSTUDY_ANSWER_VIEW_BUSY(ErrorPhase.EXECUTION, "UNDERSTUDY_ANSWER_VIEW.BUSY"),
  UNDERSTUDY_ANSWER_VIEW_EXISTS(ErrorPhase.EXECUTION, "UNDERSTUDY_ANSWER_VIEW.EXISTS"),
  UNDERSTUDY_ANSWER_VIEW_LLM(ErrorPhase.EXECUTION, "UNDERSTUDY_ANSWER_VIEW.LLM"),
  UNDERSTUDY_ANSWER_VIEW_NOT_FOUND(ErrorPhase.EXECUTION, "UNDERSTUDY_ANSWER_VIEW.NOT_FOUND"),
  UNDERSTUDY_ANSWER_VIEW_NO_STORE(ErrorPhase.EXECUTION, "UNDERSTUDY_ANSWER_VIEW.NO_STORE"),
  UNDERSTUDY_ANSWER_VIEW_QUERY(ErrorPhase.EXECUTION, "UNDERSTUDY_ANSWER_VIEW.QUERY"),
  UNDERSTUDY_ANSWER_VIEW_READ_ONLY(ErrorPhase.ANALYSIS, "UNDERSTUDY_ANSWER_VIEW.READ_ONLY"),
  UNDERSTUDY_ANSWER_VIEW_TEXTS(ErrorPhase.EXECUTION, "UNDERSTUDY_ANSWER_VIEW.TEXTS"),
  UNDERSTUDY_ARGUMENT_NOT_CONSTANT(ErrorPhase.ANALYSIS),
  UNDERSTUDY_ARGUMENT_NOT_DETERMINISTIC(ErrorPhase.ANALYSIS),
  UNDERSTUDY_ARGUMENT_TYPE(ErrorPhase.ANALYSIS),
  UNDERSTUDY_ARGUMENT_VALUE(ErrorPhase.ANALYSIS),
  UNDERSTUDY_BUDGET_ESTIMATED(ErrorPhase.EXECUTION, "UNDERSTUDY_BUDGET.ESTIMATED"),
  UNDERSTUDY_BUDGET_USED_UP(ErrorPhase.EXECUTION, "UNDERSTUDY_BUDGET.USED_UP"),
  UNDERSTUDY_CATEGORIES(ErrorPhase.ANALYSIS),
  UNDERSTUDY_CONFIGURATION_BAD_VALUE(
      ErrorPhase.CONFIGURATION, "UNDERSTUDY_CONFIGURATION.BAD_VALUE"),
  UNDERSTUDY_CONFIGURATION_BATCH_PROVIDER(
      ErrorPhase.CONFIGURATION, "UNDERSTUDY_CONFIGURATION.BATCH_PROVIDER"),
  UNDERSTUDY_CONFIGURATION_EMBEDDER_MISSING(
      ErrorPhase.CONFIGURATION, "UNDERSTUDY_CONFIGURATION.EMBEDDER_MISSING"),
  UNDERSTUDY_CONFIGURATION_ENDPOINT_INCOMPLETE(
      ErrorPhase.CONFIGURATION, "UNDERSTUDY_CONFIGURATION.ENDPOINT_INCOMPLETE"),
  UNDERSTUDY_CONFIGURATION_ENDPOINT_NAME(
      ErrorPhase.CONFIGURATION, "UNDERSTUDY_CONFIGURATION.ENDPOINT_NAME"),
  UNDERSTUDY_CONFIGURATION_TWO_SECRETS(
      ErrorPhase.CONFIGURATION, "UNDERSTUDY_CONFIGURATION.TWO_SECRETS"),
  UNDERSTUDY_CONFIGURATION_UNKNOWN_KEY(
      ErrorPhase.CONFIGURATION, "UNDERSTUDY_CONFIGURATION.UNKNOWN_KEY"),
  UNDERSTUDY_EMBEDDING(ErrorPhase.EXECUTION),
  UNDERSTUDY_ENDPOINT(ErrorPhase.EXECUTION),
  UNDERSTUDY_INPUT_CHANGED(ErrorPhase.EXECUTION),
  UNDERSTUDY_MODEL_EXISTS(ErrorPhase.EXECUTION, "UNDERSTUDY_MODEL.EXISTS"),
  UNDERSTUDY_MODEL_NOT_FOUND(ErrorPhase.EXECUTION, "UNDERSTUDY_MODEL.NOT_FOUND"),
  UNDERSTUDY_MODEL_NOT_MADE(ErrorPhase.EXECUTION, "UNDERSTUDY_MODEL.NOT_MADE"),
  UNDERSTUDY_MODEL_NOT_PLAYABLE(ErrorPhase.EXECUTION, "UNDERSTUDY_MODEL.NOT_PLAYABLE"),
  UNDERSTUDY_MODEL_NO_STORE(ErrorPhase.EXECUTION, "UNDERSTUDY_MODEL.NO_STORE"),
  UNDERSTUDY_MODEL_UNREADABLE(ErrorPhase.EXECUTION, "UNDERSTUDY_MODEL.UNREADABLE"),
  UNDERSTUDY_REFUSED(ErrorPhase.EXECUTION),
  UNDERSTUDY_STATEMENT(ErrorPhase.ANALYSIS),
  UNDERSTUDY_STORE_NEWER(ErrorPhase.EXECUTION, "UNDERSTUDY_STORE.NEWER"),
  UNDERSTUDY_STORE_NO_DELTA(ErrorPhase.CONFIGURATION, "UNDERSTUDY_STORE.NO_DELTA"),
  UNDERSTUDY_STORE_UNREADABLE(ErrorPhase.EXECUTION, "UNDERSTUDY_STORE.UNREADABLE"),
  UNDERSTUDY_STORE_UNWRITABLE(ErrorPhase.EXECUTION, "UNDERSTUDY_STORE.UNWRITABLE"),
  UNDERSTUDY_TOO_MANY_ERRORS(ErrorPhase.EXECUTION),
  UNDERSTUDY_UNSUPPORTED_PLACE(ErrorPhase.PLANNING),
  UNDERSTUDY_VIEW_BUSY(ErrorPhase.EXECUTION, "UNDERSTUDY_VIEW.BUSY"),
  UNDERSTUDY_VIEW_EMBEDDER(ErrorPhase.EXECUTION, "UNDERSTUDY_VIEW.EMBEDDER"),
  UNDERSTUDY_VIEW_EXISTS(ErrorPhase.EXECUTION, "UNDERSTUDY_VIEW.EXISTS"),
  UNDERSTUDY_VIEW_NOT_FOUND(ErrorPhase.EXECUTION, "UNDERSTUDY_VIEW.NOT_FOUND"),
  UNDERSTUDY_VIEW_NO_STORE(ErrorPhase.EXECUTION, "UNDERSTUDY_VIEW.NO_STORE"),
  UNDERSTUDY_VIEW_SOURCE(ErrorPhase.EXECUTION, "UNDERSTUDY_VIEW.SOURCE");

  private static final Pattern PARAMETER = Pattern.compile("<([a-zA-Z]+)>");

  private final String condition;
  private final ErrorPhase phase;

  ErrorCondition(ErrorPhase phase, String condition) {
    this.phase = phase;
    this.condition = condition;
  }

  ErrorCondition(ErrorPhase phase) {
    this.phase = phase;
    this.condition = name();
  }

  /** What {@code SparkThrowable.getCondition()} returns; a subcondition stands after a dot. */
  public String condition() {
    return condition;
  }

  /** When it arises. */
  public ErrorPhase phase() {
    return phase;
  }

  /** Five characters, as SQL clients see them. */
  public String sqlState() {
    return text().sqlState();
  }

  /** Problem, cause and cure, with the parameters in angle brackets. */
  public List<String> lines() {
    return text().lines();
  }

  /** The message with its parameters in angle brackets. */
  public String template() {
    return text().template();
  }

  /** The names of the parameters in the order of the message. */
  public List<String> parameters() {
    return PARAMETER.matcher(template()).results().map(found -> found.group(1)).distinct().toList();
  }

  /** The message with the parameters filled in and the condition in front, as Spark writes it. */
  public String message(Map<String, String> parameters) {
    Matcher matcher = PARAMETER.matcher(template());
    String filled =
        matcher.replaceAll(
            match ->
                Matcher.quoteReplacement(parameters.getOrDefault(match.group(1), match.group())));
    return "[" + condition + "] " + filled + " SQLSTATE: " + sqlState();
  }

  private ErrorTexts.Text text() {
    return Objects.requireNonNull(Texts.BY_NAME.get(condition), condition);
  }

  /** Read when a condition is first looked at: an enum cannot be built from a static of its own. */
  private static final class Texts {
    private static final Map<String, ErrorTexts.Text> BY_NAME = ErrorTexts.read();
  }
}
