package io.understudy.spark.stage.label;

import io.understudy.call.Answer;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What became of one question.
 *
 * @param answer the LLM's answer, or null when nothing usable came
 * @param paidNow whether this run paid for the answer, rather than found it among earlier labels
 * @param problem why there is no answer; empty with an answer
 */
public record Reply(@Nullable Answer answer, boolean paidNow, String problem)
    implements Serializable {}
