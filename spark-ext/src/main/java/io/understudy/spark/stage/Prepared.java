package io.understudy.spark.stage;

import io.understudy.judge.Decision;
import io.understudy.judge.Repeatability;
import io.understudy.model.TfIdf;
import org.jspecify.annotations.Nullable;

/**
 * A stage that is ready to answer.
 *
 * @param labels the sample and what the LLM said about it
 * @param cast the understudy; null if none was trained
 * @param words makes the TF-IDF that it may look at; null if none was trained that might
 * @param decision who answers
 * @param repeatability how often the LLM agreed with itself
 */
record Prepared(
    LabelledSample labels,
    @Nullable Cast cast,
    @Nullable TfIdf words,
    Decision decision,
    Repeatability repeatability) {
  /** The understudy if it answers any row; else null. */
  @Nullable Cast playing() {
    boolean plays = decision instanceof Decision.UseProxy || decision instanceof Decision.Cascade;
    return plays ? cast : null;
  }
}
