package io.understudy.judge;

/** Decides who answers. See {@code docs/design/002-decision.md}. */
public final class Judge {
  private Judge() {}

  /** The decision that the judging rows allow: use the proxy, a cascade, or the LLM. */
  public static Decision decide(JudgeInput input) {
    throw new UnsupportedOperationException("being written: " + input);
  }
}
