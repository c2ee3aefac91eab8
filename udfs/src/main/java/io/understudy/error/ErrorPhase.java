package io.understudy.error;

/** When a condition arises, which also says what has been spent by then. */
public enum ErrorPhase {
  ANALYSIS("while the query is analysed, so EXPLAIN says it, too; nothing was asked"),
  CONFIGURATION(
      "while the query is analysed, or before anything is asked if the session has no endpoint"),
  PLANNING("while the query is planned, so EXPLAIN says it, too; nothing was asked"),
  EXECUTION("while the query runs; what was answered by then is kept");

  private final String sentence;

  ErrorPhase(String sentence) {
    this.sentence = sentence;
  }

  /** For the documentation: when, and what has been spent. */
  public String sentence() {
    return sentence;
  }
}
