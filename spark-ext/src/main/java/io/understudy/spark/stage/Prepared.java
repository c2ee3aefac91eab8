package io.understudy.spark.stage;

import io.understudy.judge.Decision;
import io.understudy.judge.Repeatability;
import io.understudy.model.TfIdf;
import io.understudy.sample.ContentKey;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A stage that is ready to answer.
 *
 * @param labels the sample and what the LLM said about it
 * @param cast the understudy; null if none was trained
 * @param words makes the TF-IDF that it may look at; null if none was trained that might
 * @param decision who answers
 * @param repeatability how often the LLM agreed with itself
 * @param evidence what the decision rests on
 * @param seed of the sampling orders of the sample's always-asked contents
 * @param failed contents that the LLM could not answer; nobody answers them for it
 */
record Prepared(
    LabelledSample labels,
    @Nullable Cast cast,
    @Nullable TfIdf words,
    Decision decision,
    Repeatability repeatability,
    Evidence evidence,
    long seed,
    Set<ContentKey> failed) {

  /** The understudy if it answers any row; else null. */
  @Nullable Cast playing() {
    boolean plays = decision instanceof Decision.UseProxy || decision instanceof Decision.Cascade;
    return plays ? cast : null;
  }

  /** The same with another decision. */
  Prepared with(Decision other) {
    return new Prepared(labels, cast, words, other, repeatability, evidence, seed, failed);
  }
}
