package io.understudy.function;

import java.util.List;

/** The function {@code AI.COUNT_TOKENS} as SQL sees it. It asks nobody. */
public final class CountTokensSpec {
  /** The part after {@code ai.}, in lower case. */
  public static final String MEMBER = "count_tokens";

  public static final String NAME = "ai_" + MEMBER;
  public static final String SQL_NAME = "AI.COUNT_TOKENS";

  public static final Parameter CONTENT =
      Parameter.required("content", "STRING", "the text whose tokens are counted");

  public static final String USAGE =
      "Roughly how many tokens a model makes of a text: a quarter of its characters, rounded up, the"
          + " approximation that all estimates use. It is meant for English; other languages and"
          + " code have more. A row of an AI call has, besides, the tokens of its instruction, which"
          + " EXPLAIN shows. Returns BIGINT.";
  public static final String SINCE = "0.1.0";

  public static final FunctionExample EXAMPLE =
      new FunctionExample(
          "SELECT AI.COUNT_TOKENS('How many tokens has this text?') AS tokens", List.of("8"));

  private CountTokensSpec() {}

  /** The example as {@code DESCRIBE FUNCTION EXTENDED} shows it. */
  public static String exampleText() {
    return FunctionExample.texts(List.of(EXAMPLE));
  }
}
