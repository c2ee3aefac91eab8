package io.understudy.spark.stage.label;

import io.understudy.spark.bridge.DriverChannel;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.api.java.function.FlatMapFunction;

/**
 * A task that stands for a query that waits for a batch: it shows in the Spark UI that the query
 * waits, and Spark's ways to cancel a query reach tasks only.
 */
final class BatchWait implements FlatMapFunction<Iterator<Integer>, Integer> {
  private static final long serialVersionUID = 1L;
  private static final long LOOK_MILLIS = 200;

  private final String round;

  BatchWait(String round) {
    this.round = round;
  }

  @Override
  public Iterator<Integer> call(Iterator<Integer> nothing) {
    TaskContext task = TaskContext.get();
    byte[] question = round.getBytes(StandardCharsets.UTF_8);
    while (DriverChannel.ask(BatchDesk.CHANNEL, question).length == 0) {
      try {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new TaskKilledException("the query was cancelled");
      }
      if (task.isInterrupted()) {
        throw new TaskKilledException("the query was cancelled");
      }
    }
    return Collections.emptyIterator();
  }
}
