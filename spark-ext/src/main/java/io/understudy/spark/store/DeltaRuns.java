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
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
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

  private final StoreRoot root;
  private final StoreLog<LogLines> log;
  private final StoreTable table;
  private final LogMover<LogLines> mover;
  private final String writer;
  private final Executor background;
  private final OptionalLong days;
  private final AtomicInteger files = new AtomicInteger();
  private final AtomicBoolean tidied = new AtomicBoolean();
  private long sequence;

  /**
   * @param session a session of the store's own
   * @param writer unique to this application and store
   * @param background where runs are moved to the table
   * @param days for which a run is kept; empty for ever
   */
  DeltaRuns(
      StoreRoot root, SparkSession session, String writer, Executor background, OptionalLong days) {
    this.root = root;
    this.log = new StoreLog<>(root.files(), root.runsLog(), LogLines::of);
    this.table = new StoreTable(session, root.files(), root.runs(), RunRows.TABLE_TYPE);
    this.mover = new LogMover<>(log, table, DeltaRuns::moved);
    this.writer = writer;
    this.background = background;
    this.days = days;
  }

  /** Returns when the run is in the log. A store that is for reading keeps none. */
  @Override
  public synchronized void keep(RunReport run) {
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
    if (files.incrementAndGet() >= MOST_FILES || tidied.compareAndSet(false, true)) {
      background.execute(this::tidy);
    }
  }

  /** One row per run, with the columns of {@link RunRows#SHOWN_TYPE}. */
  Dataset<Row> rows() {
    try {
      root.check();
      return new StoreRows<>(log, table, RunRows.SHOWN_TYPE, DeltaRuns::shown).all();
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
      boolean many = files.get() >= MOST_FILES;
      List<Entry> moving =
          log.list().stream()
              .filter(entry -> entry.writer().equals(writer) ? many : entry.isLeft(now))
              .toList();
      if (many) {
        files.set(0);
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
