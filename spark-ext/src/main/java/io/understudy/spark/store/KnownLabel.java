package io.understudy.spark.store;

import io.understudy.account.Usage;
import io.understudy.call.Answer;

/**
 * What a store remembers of a paid label.
 *
 * @param usage what it cost when it was paid
 * @param paidAt when that was, in microseconds since 1970
 */
record KnownLabel(Answer answer, Usage usage, long paidAt) {
  static KnownLabel of(PaidLabel label) {
    return new KnownLabel(label.answer(), label.usage(), LabelColumns.micros(label.paidAt()));
  }

  /**
   * Of two labels for one content, which applications that knew nothing of each other paid for, the
   * first counts: it may have answered rows already.
   */
  KnownLabel orEarlier(KnownLabel other) {
    return other.paidAt < paidAt ? other : this;
  }
}
