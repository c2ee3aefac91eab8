package io.understudy.spark.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.understudy.account.RunReport;
import io.understudy.spark.account.RunKeeper;
import io.understudy.spark.error.UnderstudyException;
import io.understudy.spark.store.StoreLog.Entry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runs of a store: a small file of its log for each that has ended, and a Delta table to which
 * they are moved when there are many. Why: docs/design/016-ledger.md.
 */
final class DeltaRuns implements RunKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(DeltaRuns.class);

  /** So many files are read faster than a Spark job that moves them runs. */
  private static final int MOST_FILES = 100;

  private static final long PATIENCE_SECONDS = 10;

  private final StoreRoot root;
  private final StoreLog<LogLines> log;
  private final StoreTable table;
  private final LogMover<LogLines> mover;
  private final String writer;
  private final ExecutorService background;
  private final OptionalLong days;

  // What the background thread alone looks at.
  private int files;
  private boolean tidied;
  private long sequence;

  /**
   * @param session a session of the store's own
   * @param writer unique to this application and store
   * @param background one thread, which writes runs and moves them to the table
   * @param days for which a run is kept; empty for ever
   */
  DeltaRuns(
      StoreRoot root,
      SparkSession session,
      String writer,
      ExecutorService background,
      OptionalLong days) {
    this.root = root;
    this.log = new StoreLog<>(root.files(), root.runsLog(), LogLines::of);
    this.table = new StoreTable(session, root.files(), root.runs(), RunRows.TABLE_TYPE);
    this.mover = new LogMover<>(log, table, DeltaRuns::moved);
    this.writer = writer;
    this.background = background;
    this.days = days;
  }

  @Override
  public void keep(RunReport run) {
    background.execute(() -> write(run));
  }

  @Override
  public void finish() {
    try {
      background.submit(() -> {}).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("The last runs may not be kept in the store {}: {}", root.name(), e.toString());
    }
  }

  /** A store that is for reading keeps none. */
  private void write(RunReport run) {
    try {
      root.create();
      sequence++;
      log.write(
          writer, sequence, new LogLines(writer, sequence, List.of(RunRows.json(run))).bytes());
    } catch (IOException | RuntimeException e) {
      LOG.warn(
          "The run {} is not kept in the store {}: {}. understudy_runs() shows it for as long as"
              + " this application runs.",
          run.runId(),
          root.name(),
          e.toString());
      return;
    }
    files++;
    if (files >= MOST_FILES || !tidied) {
      tidied = true;
      tidy();
    }
  }

  /**
   * One row per run, with the columns of {@link RunRows#SHOWN_TYPE}. Two who move the same files at
   * the same time may leave a run in the table twice.
   */
  Dataset<Row> rows() {
    try {
      root.check();
      return new StoreRows<>(log, table, RunRows.SHOWN_TYPE, DeltaRuns::shown)
          .all()
          .dropDuplicates(new String[] {RunRows.RUN});
    } catch (Exception e) {
      throw StoreErrors.unreadable(root.name(), e);
    }
  }

  /**
   * Deletes runs.
   *
   * @param condition SQL over the columns of {@link #rows}
   * @throws UnderstudyException when the store cannot be written
   */
  void delete(SparkSession user, String condition) {
    try {
      mover.move(log.list());
      if (table.version() >= 0) {
        table.asUser(user).delete(condition);
      }
    } catch (Exception e) {
      throw StoreErrors.unwritable(root.name(), e);
    }
  }

  private void tidy() {
    try {
      long now = System.currentTimeMillis();
      boolean many = files >= MOST_FILES;
      List<Entry> moving =
          log.list().stream()
              .filter(entry -> entry.writer().equals(writer) ? many : entry.isLeft(now))
              .toList();
      if (many) {
        files = 0;
      }
      // One by one they cost little to read; a table of one row for each would not.
      if (moving.size() >= MOST_FILES) {
        mover.move(moving);
      }
      if (days.isPresent()) {
        forget(Instant.ofEpochMilli(now).minus(Duration.ofDays(days.getAsLong())));
      }
    } catch (IOException | RuntimeException e) {
      LOG.info("Runs stay in the log of the store {} for now: {}", root.name(), e.toString());
    }
  }

  /** Deletes the runs that began before a time. */
  private void forget(Instant before) throws IOException {
    log.delete(
        log.list().stream().filter(entry -> entry.writtenAt() < before.toEpochMilli()).toList());
    if (table.version() >= 0) {
      table.delete(
          String.format(
              Locale.ROOT,
              "%s < timestamp_micros(%d)",
              RunRows.STARTED,
              LabelColumns.micros(before)));
    }
  }

  private static List<Row> moved(LogLines file, Entry entry) {
    return file.body().stream()
        .<Row>map(run -> RunRows.row(run, entry.writer(), entry.sequence()))
        .toList();
  }

  private static List<Row> shown(LogLines file) {
    return file.body().stream().<Row>map((JsonNode run) -> RunRows.row(run)).toList();
  }
}
