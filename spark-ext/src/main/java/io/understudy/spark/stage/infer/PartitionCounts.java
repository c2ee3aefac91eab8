package io.understudy.spark.stage.infer;

import io.understudy.sample.ContentKey;
import io.understudy.spark.account.RowCounts;
import io.understudy.spark.stage.label.AskPlan;
import io.understudy.spark.stage.label.DeskNews;
import java.util.HashSet;
import java.util.Set;

/** Counts the rows of one partition by who answered them, and tells the driver now and then. */
final class PartitionCounts {
  /** Rows that are answered at once are too quick for a look at the clock with each. */
  private static final int LOOK_EVERY = 1024;

  private final DeskNews news;
  private final String question;
  private final Set<ContentKey> labelled = new HashSet<>();
  private long proxy;
  private long llm;
  private long label;
  private long nulls;
  private long failed;
  private long unscored;
  private long truncated;
  private long embedded;

  /**
   * @param question identity of the question, see {@link AskPlan#questionId()}
   */
  PartitionCounts(DeskNews news, String question) {
    this.news = news;
    this.question = question;
  }

  void proxy() {
    proxy++;
    tellAfterMany(proxy);
  }

  void llm() {
    llm++;
    tell();
  }

  /** By a label that was there before the rows were read. */
  void label(ContentKey key) {
    labelled.add(key);
    label();
  }

  void label() {
    label++;
    tellAfterMany(label);
  }

  void nulls() {
    nulls++;
  }

  void failed() {
    failed++;
    tell();
  }

  /** The row is also one that had no usable embedding. */
  void unscored() {
    unscored++;
  }

  /** The LLM saw only the beginning of one of the row's texts. */
  void truncated() {
    truncated++;
  }

  /** So many rows were embedded on the fly. */
  void embedded(int rows) {
    embedded += rows;
  }

  /** The last word, so that the sum at the end is exact. */
  void end() {
    news.labelled(question, labelled);
    news.rows(soFar(), /* last= */ true);
  }

  private void tellAfterMany(long rows) {
    if (rows % LOOK_EVERY == 0) {
      tell();
    }
  }

  private void tell() {
    if (news.due()) {
      news.rows(soFar(), /* last= */ false);
    }
  }

  private RowCounts soFar() {
    return new RowCounts(proxy, llm, label, nulls, failed, unscored, truncated, embedded);
  }
}
