package io.understudy.spark.store;

import io.understudy.spark.store.StoreLog.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;

/**
 * Moves a log's rows to its table: a commit for each writer, and then its files are removed. A row
 * is moved once, whoever moves it and wherever a mover dies: the commit names the writer and the
 * last file, files up to that one are not moved again, and Delta lets one of two movers commit.
 */
final class LogMover<F> {
  private static final int ATTEMPTS = 5;

  /** Nobody works on one file for longer: its writer died over it. */
  private static final long TORN_MILLIS = 86_400_000;

  private final StoreLog<F> log;
  private final StoreTable table;
  private final Rows<F> rows;

  /** The rows of the table that a file holds, with {@link StoreTable#WRITER} and the sequence. */
  @FunctionalInterface
  interface Rows<F> {
    List<Row> of(F file, Entry entry);
  }

  LogMover(StoreLog<F> log, StoreTable table, Rows<F> rows) {
    this.log = log;
    this.table = table;
    this.rows = rows;
  }

  /** Moves what these files hold. */
  synchronized void move(List<Entry> entries) throws IOException {
    Map<String, List<Entry>> byWriter =
        entries.stream()
            .collect(Collectors.groupingBy(Entry::writer, TreeMap::new, Collectors.toList()));
    for (Map.Entry<String, List<Entry>> one : byWriter.entrySet()) {
      moveAll(one.getKey(), one.getValue());
    }
  }

  private void moveAll(String writer, List<Entry> entries) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        moveOnce(writer, entries);
        return;
      } catch (RuntimeException e) {
        if (attempt == ATTEMPTS || !conflict(e)) {
          throw e;
        }
      }
    }
  }

  private void moveOnce(String writer, List<Entry> entries) throws IOException {
    long moved = table.version() < 0 ? 0 : table.moved(writer);
    List<Entry> done = new ArrayList<>();
    List<Row> moving = new ArrayList<>();
    long last = moved;
    for (Entry entry : entries) {
      if (entry.sequence() <= moved) {
        done.add(entry);
        continue;
      }
      Optional<F> file = log.read(entry);
      if (file.isPresent()) {
        moving.addAll(rows.of(file.get(), entry));
        last = Math.max(last, entry.sequence());
        done.add(entry);
      } else if (System.currentTimeMillis() - entry.writtenAt() > TORN_MILLIS) {
        done.add(entry);
      }
    }
    boolean left = entries.stream().anyMatch(entry -> entry.isLeft(System.currentTimeMillis()));
    if (left && !moving.isEmpty() && table.version() >= 0 && table.moved(writer) != moved) {
      // Others may move them, too, and somebody has while these were read.
      moveOnce(writer, entries);
      return;
    }
    if (!moving.isEmpty()) {
      table.append(moving, writer, last);
    }
    log.delete(done);
  }

  /** Whether somebody else committed to the table in the meantime. */
  private static boolean conflict(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof ConcurrentModificationException) {
        return true;
      }
    }
    return false;
  }
}
