package io.understudy.spark.stage;

import io.understudy.judge.Decision;
import io.understudy.judge.Repeatability;
import io.understudy.spark.stage.train.Trainer.Trained;
import org.jspecify.annotations.Nullable;

/**
 * A stage that is ready to answer.
 *
 * @param labels the sample and what the LLM said about it
 * @param trained the understudy; null if none was trained
 * @param decision who answers
 * @param repeatability how often the LLM agreed with itself
 */
record Prepared(
    LabelledSample labels,
    @Nullable Trained trained,
    Decision decision,
    Repeatability repeatability) {}
