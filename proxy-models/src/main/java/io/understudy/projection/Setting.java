package io.understudy.projection;

import io.understudy.call.Promise;
import io.understudy.label.LabelPlan;
import java.util.ArrayList;
import java.util.List;

/**
 * The run that is projected.
 *
 * @param contents distinct contents of the input: the calls an LLM on every row needs; {@link
 *     #UNKNOWN} where they have not been counted
 * @param promises what is to be kept, at least one
 * @param confidence probability with which it is to be kept, in (0, 1)
 * @param labels the value of {@code spark.understudy.labels}
 * @param judgeShare part of the labels that judges, in (0, 1)
 * @param repeatShare part of the labels that are second answers to judging rows, in [0, 1)
 */
public record Setting(
    long contents,
    List<Promise> promises,
    double confidence,
    int labels,
    double judgeShare,
    double repeatShare) {
  /** In place of a number of contents. */
  public static final long UNKNOWN = -1;

  public Setting {
    promises = List.copyOf(promises);
  }

  boolean known() {
    return contents != UNKNOWN;
  }

  /** Judging rows that are asked about a second time, where so many judge. */
  int askedTwice() {
    return LabelPlan.askedTwice(labels, repeatShare);
  }

  /** What is bought for what, out of the labels that are no second answers. */
  LabelPlan plan(int classes) {
    return LabelPlan.of(labels - askedTwice(), judgeShare, classes);
  }

  /** The same run with another number of labels. */
  Setting withLabels(int other) {
    return new Setting(contents, promises, confidence, other, judgeShare, repeatShare);
  }

  /** The same run with another target of its first promise; what else is promised stays. */
  Setting withTarget(double target) {
    Promise promise = promises.get(0);
    Promise other;
    if (promise instanceof Promise.F1) {
      other = new Promise.F1(target);
    } else if (promise instanceof Promise.Precision) {
      other = new Promise.Precision(target);
    } else if (promise instanceof Promise.Recall) {
      other = new Promise.Recall(target);
    } else {
      other = new Promise.Accuracy(target);
    }
    List<Promise> changed = new ArrayList<>(promises);
    changed.set(0, other);
    return new Setting(contents, changed, confidence, labels, judgeShare, repeatShare);
  }
}
