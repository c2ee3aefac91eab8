package io.understudy.judge;

/**
 * A content that the LLM has labelled and the understudy has not seen.
 *
 * @param llm the class the LLM chose
 * @param proxy the class the understudy chooses
 * @param score the understudy's score; NaN if the row could not be scored, so that it is asked
 * @param weight rows of the table that carry this content, at least 1
 */
public record JudgedRow(int llm, int proxy, double score, double weight) {
  /** A content that occurs once. */
  public static JudgedRow single(int llm, int proxy, double score) {
    return new JudgedRow(llm, proxy, score, 1);
  }

  /** Whether the understudy chooses what the LLM chose. */
  public boolean agrees() {
    return llm == proxy;
  }
}
