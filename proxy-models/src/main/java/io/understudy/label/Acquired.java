package io.understudy.label;

import io.understudy.model.Scorer;
import org.jspecify.annotations.Nullable;

/**
 * What was learnt before anything is judged.
 *
 * @param classes number of classes of the question
 * @param model trained on all labels so far; null where these are all of one class
 * @param forecast share of the table that the LLM will have to answer, an estimate
 * @param settledTrue labelled contents that the LLM calls true (two classes)
 * @param guessedOpenTrue unlabelled contents that it may call true, judging by the uniform part
 */
public record Acquired(
    int classes,
    @Nullable Scorer model,
    double forecast,
    double settledTrue,
    double guessedOpenTrue) {}
