package io.understudy.function;

import java.util.List;

/** The table function {@code understudy_labels()} as SQL sees it. */
public final class LabelsSpec {
  public static final String NAME = "understudy_labels";
  public static final String USAGE =
      "One row per answer of an LLM that was paid for and is kept: in the store if"
          + " spark.understudy.store is set, else in the memory of this application.";
  public static final String SINCE = "0.1.0";

  public static final FunctionExample EXAMPLE =
      new FunctionExample(
          "SELECT instruction, model, answer, count(*), sum(tokens_in + tokens_out) AS tokens"
              + " FROM understudy_labels() GROUP BY ALL",
          List.of());

  private LabelsSpec() {}

  /** The example as {@code DESCRIBE FUNCTION EXTENDED} shows it. */
  public static String exampleText() {
    return FunctionExample.texts(List.of(EXAMPLE));
  }
}
