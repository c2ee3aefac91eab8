package io.understudy.spark.stage.label;

import io.understudy.sample.ContentKey;
import io.understudy.spark.account.QueryId;
import io.understudy.spark.account.RowCounts;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.TaskContext;

/**
 * News for the driver's desk from one task about its partition. While the task runs there is news
 * now and then only.
 */
public final class DeskNews {
  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final int KEYS_PER_MESSAGE = 10_000;

  private final String run;
  private final QueryId query;
  private final int partition;
  private long lastTold = System.nanoTime();

  /**
   * @param run whose rows the task answers
   * @param partition of the stage's input
   */
  public DeskNews(String run, TaskContext task, int partition) {
    this.run = run;
    this.query = QueryId.ofTask(task);
    this.partition = partition;
  }

  /** Whether it is time for news; asking makes it so. */
  public boolean due() {
    long now = System.nanoTime();
    if (now - lastTold < INTERVAL_NANOS) {
      return false;
    }
    lastTold = now;
    return true;
  }

  /**
   * How the rows have been answered so far.
   *
   * @param last whether the task is at its end
   */
  public void rows(RowCounts counts, boolean last) {
    DeskClient.tell(new DeskRequest.Rows(run, query, partition, counts, last));
  }

  /** Which labels that were there before have answered rows. */
  public void labelled(String question, Collection<ContentKey> keys) {
    List<ContentKey> all = List.copyOf(keys);
    for (int i = 0; i < all.size(); i += KEYS_PER_MESSAGE) {
      List<ContentKey> some = all.subList(i, Math.min(all.size(), i + KEYS_PER_MESSAGE));
      DeskClient.tell(new DeskRequest.Labelled(run, question, List.copyOf(some)));
    }
  }

  /**
   * How many rows have been embedded so far.
   *
   * @param last whether the task is at its end
   */
  public void embedded(long rows, boolean last) {
    DeskClient.tell(new DeskRequest.Embedded(run, query, partition, rows, last));
  }
}
