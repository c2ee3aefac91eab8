package io.understudy.call;

/** The AI functions of the SQL surface. */
public enum AiFunction {
  IF("AI.IF"),
  CLASSIFY("AI.CLASSIFY"),
  EMBED("AI.EMBED");

  private final String sqlName;

  AiFunction(String sqlName) {
    this.sqlName = sqlName;
  }

  /** The name as users of BigQuery write it, for example {@code AI.IF}. */
  public String sqlName() {
    return sqlName;
  }

  /** The one-part name under which Spark registers the function, for example {@code ai_if}. */
  public String plainName() {
    return "ai_" + memberName();
  }

  /** The part after {@code ai.}, in lower case. */
  public String memberName() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
