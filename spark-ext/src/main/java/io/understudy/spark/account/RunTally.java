package io.understudy.spark.account;

import io.understudy.account.Usage;
import io.understudy.sample.ContentKey;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What one run has asked so far, counted on the driver; nothing paid is lost with a task. */
public final class RunTally {
  private static final int SHOWN_PROBLEMS = 3;

  private final Map<ContentKey, String> failures = new HashMap<>();
  private final Set<ContentKey> paid = new HashSet<>();
  private final Map<Integer, RowCounts> rows = new HashMap<>();
  private final Map<Integer, Long> rowsFailed = new HashMap<>();
  private final Map<Integer, Long> rowsEmbedded = new HashMap<>();
  private final Set<ContentKey> reused = new HashSet<>();
  private long contentsFailed;
  private @Nullable String problemsAtEnd;
  private RowCounts allRows = RowCounts.NONE;
  private long asked;
  private Usage usage = Usage.NONE;
  private Usage reusedUsage = Usage.NONE;

  /** A question brought an answer. */
  public synchronized void answered(ContentKey key, Usage spent) {
    asked++;
    paid.add(key);
    usage = usage.plus(spent);
  }

  /**
   * A question brought nothing usable.
   *
   * @param problem why, not empty
   */
  public synchronized void failed(ContentKey key, String problem, Usage spent) {
    asked++;
    contentsFailed += failures.put(key, problem) == null ? 1 : 0;
    usage = usage.plus(spent);
  }

  /** A question ended with its endpoint. */
  public synchronized void spent(Usage cost) {
    usage = usage.plus(cost);
  }

  /**
   * An answer is used that an earlier run paid for.
   *
   * @param cost what it cost then
   */
  public synchronized void reused(ContentKey key, Usage cost) {
    if (reused.add(key)) {
      reusedUsage = reusedUsage.plus(cost);
    }
  }

  /** Answers that earlier runs paid for and this one has used so far. */
  public synchronized long reused() {
    return reused.size();
  }

  /** Why a content got no answer in this run; empty if it did not fail. */
  public synchronized String failureOf(ContentKey key) {
    return failures.getOrDefault(key, "");
  }

  /** Whether a content's answer was paid for in this run. */
  public synchronized boolean paidHere(ContentKey key) {
    return paid.contains(key);
  }

  /**
   * Keeps how the rows of a partition were answered. Of several words the one about most rows
   * counts: a task may run again or twice at a time, and the sampling of a stage above runs through
   * all rows before a LIMIT takes some of them.
   */
  public synchronized void rows(int partition, RowCounts counts) {
    RowCounts before = rows.getOrDefault(partition, RowCounts.NONE);
    if (counts.all() >= before.all()) {
      rows.put(partition, counts);
      allRows = allRows.plus(counts.minus(before));
    }
  }

  /** How the rows were answered, all partitions together. */
  public synchronized RowCounts rows() {
    return allRows;
  }

  /** Keeps a partition's last word, so that a task that runs again is not counted twice. */
  public synchronized long rowsFailed(int partition, long rows) {
    rowsFailed.put(partition, rows);
    return rowsFailed.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Keeps how many rows of a partition have been embedded so far. */
  public synchronized void embedded(int partition, long rows) {
    rowsEmbedded.put(partition, rows);
  }

  /** Rows embedded so far, all partitions together. */
  public synchronized long embedded() {
    return rowsEmbedded.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Questions that were settled, with an answer or without. */
  public synchronized long asked() {
    return asked;
  }

  /** Questions that brought nothing usable. */
  public synchronized long failed() {
    return contentsFailed;
  }

  /** What all questions cost together. */
  public synchronized Usage usage() {
    return usage;
  }

  /** What the labels of earlier runs that are used cost when they were paid. */
  public synchronized Usage reusedUsage() {
    return reusedUsage;
  }

  /** The most frequent problems with their counts, for a message. */
  public synchronized String problems() {
    return problemsAtEnd == null ? mostFrequentProblems() : problemsAtEnd;
  }

  /** The query is over: sums stay, what was known of single contents is not needed any more. */
  public synchronized void ended() {
    if (problemsAtEnd == null) {
      problemsAtEnd = mostFrequentProblems();
      failures.clear();
      paid.clear();
      reused.clear();
    }
  }

  private String mostFrequentProblems() {
    return failures.values().stream()
        .collect(Collectors.groupingBy(p -> p, Collectors.counting()))
        .entrySet()
        .stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(SHOWN_PROBLEMS)
        .map(e -> e.getKey().replaceAll("\\.$", "") + " (" + e.getValue() + " times)")
        .collect(Collectors.joining("; "));
  }
}
