package io.understudy.catalyst.resolve;

import io.understudy.catalyst.bridge.DeepTransform;
import io.understudy.catalyst.bridge.ParserWrapper;
import org.apache.spark.sql.catalyst.parser.ParserInterface;

/**
 * Parses SQL with Spark's parser and turns {@code ai.if(...)} into {@code ai_if(...)} in what comes
 * back, the name in {@code call_function("ai.if", ...)} included. {@link QualifiedAiNames} does the
 * same for calls that no text was parsed for, but sessions with a Hive catalogue have no hint
 * rules.
 */
public final class AiNamesParser {
  private AiNamesParser() {}

  /** The parser of a session with AI names understood. */
  public static ParserInterface over(ParserInterface parser) {
    DeepTransform renaming = new DeepTransform(AiNames::rename, AiNames::rename);
    return ParserWrapper.of(
        parser,
        AiNames::mentioned,
        new ParserWrapper.Changes(renaming::plan, renaming::expression, AiNames::rename));
  }
}
