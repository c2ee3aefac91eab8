package io.understudy.spark.stage.infer;

import io.understudy.spark.stage.label.DeskNews;

/** Tells the driver now and then how many rows a task has embedded. */
final class EmbedProgress {
  private final DeskNews news;
  private long rows;

  EmbedProgress(DeskNews news) {
    this.news = news;
  }

  /** The last word, so that the sum at the end is exact. */
  void end() {
    news.embedded(rows, /* last= */ true);
  }

  void embedded(int more) {
    rows += more;
    if (news.due()) {
      news.embedded(rows, /* last= */ false);
    }
  }
}
