package io.understudy.spark.stage.infer;

import io.understudy.spark.stage.label.DeskNews;

/** Tells the driver now and then how many rows a task has embedded. */
final class EmbedProgress {
  private static final long INTERVAL_NANOS = 1_000_000_000L;

  private final String run;
  private final int partition;
  private long rows;
  private long lastTold = System.nanoTime();

  EmbedProgress(String run, int partition) {
    this.run = run;
    this.partition = partition;
  }

  /** The last word, so that the sum at the end is exact. */
  void end() {
    DeskNews.embedded(run, partition, rows);
  }

  void embedded(int more) {
    rows += more;
    long now = System.nanoTime();
    if (now - lastTold >= INTERVAL_NANOS) {
      lastTold = now;
      DeskNews.embedded(run, partition, rows);
    }
  }
}
