package io.understudy.spark.store;

import io.understudy.spark.store.LabelLog.Entry;
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
 * Moves labels from the log to the table: a commit for each writer, and then its files are removed.
 * A label is moved once, whoever moves it and wherever a mover dies: the commit names the writer
 * and the last file, files up to that one are not moved again, and Delta lets one of two movers
 * commit.
 */
final class LogMover {
  private static final int ATTEMPTS = 5;

  /** Nobody works on one file for longer: its writer died over it. */
  private static final long TORN_MILLIS = 86_400_000;

  private final LabelLog log;
  private final LabelTable table;

  LogMover(LabelLog log, LabelTable table) {
    this.log = log;
    this.table = table;
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
    List<Row> rows = new ArrayList<>();
    long last = moved;
    for (Entry entry : entries) {
      if (entry.sequence() <= moved) {
        done.add(entry);
        continue;
      }
      Optional<LogFile> file = log.read(entry);
      if (file.isPresent()) {
        rows.addAll(rows(file.get(), entry));
        last = Math.max(last, entry.sequence());
        done.add(entry);
      } else if (System.currentTimeMillis() - entry.writtenAt() > TORN_MILLIS) {
        done.add(entry);
      }
    }
    boolean left =
        entries.stream().anyMatch(e -> DeltaLabels.isLeft(e, System.currentTimeMillis()));
    if (left && !rows.isEmpty() && table.version() >= 0 && table.moved(writer) != moved) {
      // Others may move them, too, and somebody has while these were read.
      moveOnce(writer, entries);
      return;
    }
    if (!rows.isEmpty()) {
      table.append(rows, writer, last);
    }
    log.delete(done);
  }

  private static List<Row> rows(LogFile file, Entry entry) {
    return file.labels().stream()
        .map(
            label ->
                LabelColumns.row(file.question(label), label, entry.writer(), entry.sequence()))
        .toList();
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
