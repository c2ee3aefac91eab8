package io.understudy.error;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Understudy's own error conditions. The name is the condition that {@code
 * SparkThrowable.getCondition()} returns; each message says problem, cause and cure.
 */
public enum ErrorCondition {
  UNDERSTUDY_ARGUMENT_NOT_CONSTANT(
      "42K09",
      "<function>: argument <argument> must be a constant, but is <value>. It describes the"
          + " question and is sent once for all rows. Write it as a literal, or compute it into a"
          + " session variable first."),
  UNDERSTUDY_ARGUMENT_VALUE(
      "22023",
      "<function>: argument <argument> has the value <value>, but must be <expected>. <cure>"),
  UNDERSTUDY_ARGUMENT_TYPE(
      "42K09",
      "<function>: argument <argument> has the type <actual>, but must be <expected>. <cure>"),
  UNDERSTUDY_CATEGORIES(
      "22023",
      "<function>: argument categories <problem>. The answer is chosen from this list, so it needs"
          + " at least two different names. Write for example categories => array('bug',"
          + " 'feature')."),
  UNDERSTUDY_UNSUPPORTED_PLACE(
      "0A000",
      "<function> cannot be answered in this place: <place>. Its answers come from a stage of"
          + " their own below the operator that uses them. Compute it in a subquery's SELECT list"
          + " first and use that column here."),
  UNDERSTUDY_CONFIGURATION("F0000", "<problem>"),
  UNDERSTUDY_ENDPOINT(
      "08000",
      "<function>: the endpoint '<endpoint>' failed: <problem> What was answered until then is"
          + " kept for this session and is not paid again."),
  UNDERSTUDY_ALL_ROWS_FAILED(
      "58030",
      "<function>: none of the <asked> questions brought a usable answer. Most frequent problems:"
          + " <problems>. Check the model and the instruction with a single row first."),
  UNDERSTUDY_TOO_MANY_ERRORS(
      "58030",
      "<function>: <failed> of <asked> questions brought no usable answer, more than"
          + " max_error_ratio => <ratio> allows. Most frequent problems: <problems>. Raise"
          + " max_error_ratio, or improve the instruction; the answers that came are kept for this"
          + " session."),
  UNDERSTUDY_BUDGET(
      "54000",
      "<function>: the query needs an estimated <estimate>, but <key> allows <budget>. Nothing"
          + " beyond the labels bought so far was spent. Raise the key, add a filter, or state a"
          + " looser promise."),
  UNDERSTUDY_REFUSED(
      "58030",
      "<function>: the understudy may not answer: <reason> The key spark.understudy.onReject is"
          + " 'fail', so the LLM was not asked about the rest. Set it to 'llm', or state a looser"
          + " promise."),
  UNDERSTUDY_EMBEDDING("58030", "<function>: texts could not be embedded: <problem>");

  private static final Pattern PARAMETER = Pattern.compile("<([a-z]+)>");

  private final String sqlState;
  private final String template;

  ErrorCondition(String sqlState, String template) {
    this.sqlState = sqlState;
    this.template = template;
  }

  /** Five characters, as SQL clients see them. */
  public String sqlState() {
    return sqlState;
  }

  /** The message with its parameters in angle brackets. */
  public String template() {
    return template;
  }

  /** The message with the parameters filled in and the condition in front, as Spark writes it. */
  public String message(Map<String, String> parameters) {
    Matcher matcher = PARAMETER.matcher(template);
    String filled =
        matcher.replaceAll(
            match ->
                Matcher.quoteReplacement(parameters.getOrDefault(match.group(1), match.group())));
    return "[" + name() + "] " + filled + " SQLSTATE: " + sqlState;
  }
}
