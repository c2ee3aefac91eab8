package io.understudy.judge;

/**
 * A content that the LLM was asked about and the understudy has not seen.
 *
 * @param llm the class the LLM chose; -1 if it had no answer
 * @param proxy the class the understudy chooses
 * @param score the understudy's score; NaN if the row could not be scored, so that it is asked
 * @param weight rows of the table that carry this content, at least 1
 */
public record JudgedRow(int llm, int proxy, double score, double weight) {
  /** A content that occurs once. */
  public static JudgedRow single(int llm, int proxy, double score) {
    return new JudgedRow(llm, proxy, score, 1);
  }

  /**
   * A content that the understudy cannot score, to a forecast: none is less certain, and the LLM's
   * answer to it is right.
   *
   * @param classes at least 2
   */
  public static JudgedRow unscored(int llm, int classes) {
    return new JudgedRow(llm, llm, classes == 2 ? 0.5 : 0, 1);
  }

  /**
   * A content that is as bad as it can be to every promise: the understudy is certain of another
   * class.
   *
   * @param classes at least 2
   */
  public static JudgedRow worst(int llm, int classes, double weight) {
    int proxy = llm == 0 ? 1 : 0;
    // The score of two classes is that of the second.
    return new JudgedRow(llm, proxy, classes == 2 ? proxy : 1, weight);
  }

  /**
   * A content that the LLM had no answer to, so that nobody can be right or wrong about it.
   *
   * @param weight rows of the table that carry it
   */
  public static JudgedRow unanswered(double weight) {
    return new JudgedRow(-1, -1, Double.NaN, weight);
  }

  /** Whether the LLM had an answer. */
  public boolean answered() {
    return llm >= 0;
  }

  /** Whether the understudy chooses what the LLM chose. */
  public boolean agrees() {
    return llm == proxy;
  }
}
