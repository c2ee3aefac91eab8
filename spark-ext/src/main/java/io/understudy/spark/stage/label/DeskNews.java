package io.understudy.spark.stage.label;

import io.understudy.spark.account.QueryId;
import io.understudy.spark.account.RowCounts;
import io.understudy.spark.bridge.DriverChannel;
import io.understudy.spark.bridge.Wire;
import java.util.concurrent.TimeUnit;
import org.apache.spark.TaskContext;

/**
 * News for the driver's desk from one task about its partition. While the task runs there is news
 * now and then only.
 */
public final class DeskNews {
  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

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
    tell(new DeskRequest.Rows(run, query, partition, counts, last));
  }

  /**
   * How many rows have been embedded so far.
   *
   * @param last whether the task is at its end
   */
  public void embedded(long rows, boolean last) {
    tell(new DeskRequest.Embedded(run, query, partition, rows, last));
  }

  private static void tell(DeskRequest request) {
    // A cancelled task is interrupted, and Spark's RPC would not send for an interrupted thread.
    boolean interrupted = Thread.interrupted();
    try {
      DriverChannel.ask(LabelDesk.CHANNEL, Wire.write(request));
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
