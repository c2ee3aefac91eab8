package io.understudy.spark.store;

import io.understudy.account.Usage;
import io.understudy.call.Answer;
import io.understudy.sample.ContentKey;
import io.understudy.spark.error.UnderstudyException;
import io.understudy.spark.store.StoreLog.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Labels in a store's folder: written to a log before anybody uses them, moved to a Delta table
 * when a query has ended, and kept in the driver's memory for the questions that are being asked.
 */
final class DeltaLabels implements LabelStore {
  private static final Logger LOG = LoggerFactory.getLogger(DeltaLabels.class);

  /** So many files of the log are moved while the query still runs. */
  private static final int MOST_FILES = 500;

  /**
   * With more files left than this a query moves them before it begins: reading them costs more.
   */
  private static final int MOST_FILES_LEFT = 100;

  private final StoreRoot root;
  private final StoreLog<LogFile> log;
  private final StoreTable table;
  private final LogMover<LogFile> mover;
  private final GroupCommit commits;
  private final OpenBatches batches;
  private final ScheduledExecutorService background;
  private final String writer;
  private final LabelMemory<KnownLabel> memory;
  private final Map<String, AskedQuestion> asked = new ConcurrentHashMap<>();
  private final Map<String, Long> versions = new ConcurrentHashMap<>();
  private final AtomicBoolean moving = new AtomicBoolean();
  private final AtomicInteger filesInLog = new AtomicInteger();
  private final Object reading = new Object();
  private final Object remembering = new Object();
  private @Nullable List<PaidLabel> arrived;
  private long sequence;
  private volatile boolean writable;

  /**
   * @param session a session of the store's own
   * @param writer unique to this application and store
   * @param cap most labels in memory
   * @param threads makes a daemon thread that works for the store, by name
   */
  DeltaLabels(
      StoreRoot root,
      SparkSession session,
      String writer,
      long cap,
      Function<String, ScheduledExecutorService> threads) {
    this.root = root;
    this.log = new StoreLog<>(root.files(), root.labelsLog(), LogFile::of);
    this.table = new StoreTable(session, root.files(), root.labels(), LabelColumns.TABLE_TYPE);
    this.mover = new LogMover<>(log, table, DeltaLabels::moved);
    this.commits = new GroupCommit(this::write, threads.apply("understudy-store"));
    this.batches = new BatchFolder(root);
    this.background = threads.apply("understudy-store-tidy");
    this.writer = writer;
    this.memory = new LabelMemory<>(cap);
  }

  @Override
  public void open(AskedQuestion question) {
    asked.put(question.id(), question);
    synchronized (reading) {
      try {
        root.check();
        List<Entry> left = log.list().stream().filter(this::left).toList();
        if (left.size() > MOST_FILES_LEFT && writes()) {
          mover.move(left);
        }
        synchronized (remembering) {
          arrived = new ArrayList<>();
        }
        read(question);
        // Now rather than with the first answer, while executors wait; a store may be for reading.
        boolean unused = writes();
      } catch (Exception e) {
        throw StoreErrors.unreadable(root.name(), e);
      } finally {
        synchronized (remembering) {
          arrived = null;
        }
      }
    }
  }

  /** The log before the table: what is moved in between is then seen in the table. */
  private void read(AskedQuestion question) throws IOException {
    Map<ContentKey, KnownLabel> inLog = new HashMap<>();
    for (Entry entry : log.list()) {
      log.read(entry).stream()
          .flatMap(file -> file.labels().stream())
          .filter(label -> label.question().equals(question.id()))
          .forEach(label -> inLog.merge(label.data(), KnownLabel.of(label), KnownLabel::orEarlier));
    }
    long version = table.version();
    boolean fresh =
        memory.knows(question.id()) && Objects.equals(versions.get(question.id()), version);
    Map<ContentKey, KnownLabel> inTable =
        fresh || version < 0 ? Map.of() : StoredLabels.of(question, table);
    synchronized (remembering) {
      if (!fresh) {
        memory.replace(question.id(), inTable);
        versions.put(question.id(), version);
      }
      inLog.forEach(
          (data, label) -> memory.merge(question.id(), data, label, KnownLabel::orEarlier));
      // Labels of a running query that were written after the log was listed.
      Objects.requireNonNull(arrived).forEach(this::remember);
    }
  }

  @Override
  public Optional<Answer> find(String question, ContentKey data) {
    return memory.find(question, data).map(KnownLabel::answer);
  }

  @Override
  public Optional<Usage> cost(String question, ContentKey data) {
    return memory.find(question, data).map(KnownLabel::usage);
  }

  @Override
  public Map<ContentKey, Answer> all(String question) {
    return memory.all(question, KnownLabel::answer);
  }

  @Override
  public void beforePaying() {
    synchronized (commits) {
      if (!writable) {
        try {
          root.create();
          log.probe(writer);
        } catch (IOException | RuntimeException e) {
          throw StoreErrors.unwritable(root.name(), e);
        }
        writable = true;
      }
    }
    commits.catchUp();
  }

  private boolean writes() {
    try {
      beforePaying();
      return true;
    } catch (UnderstudyException readOnly) {
      return false;
    }
  }

  @Override
  public void keep(PaidLabel label, Kept done) {
    commits.add(label, done);
  }

  @Override
  public OpenBatches batches() {
    return batches;
  }

  /** Called by one thread at a time. */
  private void write(List<PaidLabel> group) {
    sequence++;
    List<AskedQuestion> questions =
        group.stream()
            .map(PaidLabel::question)
            .distinct()
            .map(id -> Objects.requireNonNull(asked.get(id), "a question that was not opened"))
            .toList();
    try {
      log.write(writer, sequence, new LogFile(writer, sequence, questions, group).bytes());
    } catch (IOException | RuntimeException e) {
      throw StoreErrors.unwritable(root.name(), e);
    }
    synchronized (remembering) {
      group.forEach(this::remember);
      if (arrived != null) {
        arrived.addAll(group);
      }
    }
    if (filesInLog.incrementAndGet() >= MOST_FILES) {
      tidy();
    }
  }

  private void remember(PaidLabel label) {
    memory.put(label.question(), label.data(), KnownLabel.of(label));
  }

  @Override
  public void queryEnded() {
    if (filesInLog.get() > 0) {
      tidy();
    }
  }

  private void tidy() {
    if (moving.compareAndSet(false, true)) {
      background.execute(
          () -> {
            moving.set(false);
            try {
              moveToTable();
            } catch (Exception e) {
              LOG.info(
                  "Labels stay in the log of the store {} for now: {}", root.name(), e.toString());
            }
          });
    }
  }

  private void moveToTable() throws IOException {
    synchronized (mover) {
      long before = table.version();
      filesInLog.set(0);
      mover.move(log.list().stream().filter(e -> e.writer().equals(writer)).toList());
      long after = table.version();
      if (after == before + 1) {
        // Only our own labels came, and those are in memory.
        versions.replaceAll((question, version) -> version == before ? after : version);
      }
      mover.move(log.list().stream().filter(this::left).toList());
    }
  }

  private boolean left(Entry entry) {
    return !entry.writer().equals(writer) && entry.isLeft(System.currentTimeMillis());
  }

  private static List<Row> moved(LogFile file, Entry entry) {
    return file.labels().stream()
        .map(
            label ->
                LabelColumns.row(file.question(label), label, entry.writer(), entry.sequence()))
        .toList();
  }

  private static List<Row> shown(LogFile file) {
    return file.labels().stream()
        .map(label -> LabelColumns.row(file.question(label), label))
        .toList();
  }

  @Override
  public Dataset<Row> rows(SparkSession session) {
    try {
      root.check();
      return new StoreRows<>(log, table, LabelColumns.SHOWN_TYPE, DeltaLabels::shown).all();
    } catch (Exception e) {
      throw StoreErrors.unreadable(root.name(), e);
    }
  }

  @Override
  public long delete(SparkSession session, String condition) {
    root.check();
    StoreTable asUser = table.asUser(session);
    Dataset<Row> rows = rows(session);
    // A wrong condition is an analysis error like any other, before anything is changed.
    asUser.check(rows.schema(), condition);
    beforePaying();
    try {
      synchronized (mover) {
        mover.move(log.list());
        return table.version() < 0 ? 0 : asUser.delete(condition);
      }
    } catch (Exception e) {
      throw StoreErrors.unwritable(root.name(), e);
    }
  }
}
