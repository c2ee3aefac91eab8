package io.understudy.spark.store;

import io.understudy.account.Usage;
import io.understudy.call.Answer;
import io.understudy.sample.ContentKey;
import java.time.Instant;

/**
 * An answer that was paid for.
 *
 * @param question identity of the question with its model: {@link AskedQuestion#id()}
 * @param data identity of the row's data; the data itself is not kept
 * @param answer what the LLM said
 * @param usage what it cost to get this answer, requests that brought nothing included
 * @param run identity of the run that paid
 * @param paidAt when the answer came, in whole microseconds
 */
public record PaidLabel(
    String question, ContentKey data, Answer answer, Usage usage, String run, Instant paidAt) {}
