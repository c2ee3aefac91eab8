package io.understudy.spark.stage;

import io.understudy.call.Answer;
import io.understudy.judge.Decision;
import io.understudy.sample.ContentKey;
import io.understudy.spark.stage.sample.Sample;
import io.understudy.spark.stage.train.Trainer.Trained;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stage that is ready to answer.
 *
 * @param sample what was learnt about the input
 * @param labels the paid labels
 * @param trained the understudy; null if none was trained
 * @param decision who answers
 */
record Prepared(
    Sample sample, Map<ContentKey, Answer> labels, @Nullable Trained trained, Decision decision) {}
