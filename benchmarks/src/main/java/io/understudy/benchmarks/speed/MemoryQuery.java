package io.understudy.benchmarks.speed;

import com.sun.management.GarbageCollectionNotificationInfo;
import io.understudy.benchmarks.Stand;
import io.understudy.localllm.KeywordOracle;
import java.io.PrintStream;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;
import org.apache.spark.sql.Row;

/**
 * One new query over rows that Spark makes on the way, each with a text and 16 floats, and how much
 * heap was in use after collections. Nothing of the input is on disk. A program of its own, because
 * the size of a heap is an option of the JVM.
 */
public final class MemoryQuery {
  private static final int DIMENSION = 16;
  private static final double MEGABYTE = 1e6;

  private MemoryQuery() {}

  /** Prints the heap's limit, the most in use after a collection (both in MB), and seconds. */
  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.setOut(System.err);
    AtomicLong most = new AtomicLong();
    watch(most);
    long rows = Long.parseLong(arguments[0]);
    long started = System.nanoTime();
    try (Stand stand = Stand.open()) {
      stand.use(new KeywordOracle("good"));
      String entries =
          IntStream.range(0, DIMENSION)
              .mapToObj(
                  d ->
                      "CAST(IF(id % 5 < 2, 1, -1) + hash(id, "
                          + d
                          + ") / 2147483648D * 2 AS FLOAT)")
              .collect(Collectors.joining(", "));
      stand
          .spark()
          .range(0, rows, 1, 16)
          .selectExpr(
              "concat('Review ', id, ': it was ', IF(id % 5 < 2, 'good', 'poor')) AS review",
              "array(" + entries + ") AS emb")
          .createOrReplaceTempView("reviews");
      List<Row> answer =
          stand
              .spark()
              .sql(
                  "SELECT count(*) FROM reviews WHERE AI.IF('Is it good? ' || review, embeddings =>"
                      + " emb, accuracy_target => 0.9)")
              .collectAsList();
      Row run =
          stand
              .spark()
              .sql("SELECT decision, rows, rows_proxy, calls FROM understudy_runs()")
              .collectAsList()
              .get(0);
      System.err.println("Answered " + answer + "; decision, rows, by proxy, calls: " + run);
      if (run.getLong(1) != rows) {
        throw new IllegalStateException("not all rows were answered");
      }
    }
    out.println(
        String.format(
            Locale.ROOT,
            "%.1f %.1f %.1f",
            Runtime.getRuntime().maxMemory() / MEGABYTE,
            most.get() / MEGABYTE,
            (System.nanoTime() - started) / 1e9));
  }

  private static void watch(AtomicLong most) {
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      ((NotificationEmitter) collector)
          .addNotificationListener(
              (notification, handback) -> {
                long used =
                    GarbageCollectionNotificationInfo.from(
                            (CompositeData) notification.getUserData())
                        .getGcInfo()
                        .getMemoryUsageAfterGc()
                        .entrySet()
                        .stream()
                        .filter(pool -> !pool.getKey().contains("Code"))
                        .filter(pool -> !pool.getKey().contains("Metaspace"))
                        .filter(pool -> !pool.getKey().contains("Class"))
                        .map(java.util.Map.Entry::getValue)
                        .mapToLong(MemoryUsage::getUsed)
                        .sum();
                most.accumulateAndGet(used, Math::max);
              },
              null,
              null);
    }
  }
}
