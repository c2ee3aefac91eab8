package io.understudy.spark.store;

import io.understudy.account.Usage;
import io.understudy.call.Answer;

/**
 * What a store remembers of a paid label.
 *
 * @param usage what it cost when it was paid
 */
record KnownLabel(Answer answer, Usage usage) {}
