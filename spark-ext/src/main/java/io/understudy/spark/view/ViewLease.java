package io.understudy.spark.view;

import io.understudy.spark.store.StoreErrors;
import io.understudy.spark.store.StoreRoot;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The right to change a view, one session at a time: a file whose content goes on as long as its
 * holder lives. One that stands still belongs to the dead and may be taken over.
 */
public final class ViewLease implements AutoCloseable {
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();
  private static final long BEAT_MILLIS = 2_000;
  private static final long DEAD_MILLIS = 5 * BEAT_MILLIS;
  private static final long LOOK_MILLIS = BEAT_MILLIS / 4;

  private final StoreRoot root;
  private final FileSystem files;
  private final Path path;
  private final String holder = UUID.randomUUID().toString();
  private @Nullable ScheduledExecutorService heart;
  private long beats;
  private volatile boolean lost;

  ViewLease(StoreRoot root, Path path) {
    this.root = root;
    this.files = root.files();
    this.path = path;
  }

  /**
   * Takes the lease.
   *
   * @return false if somebody has it who lives; that takes ten seconds to say of somebody who died
   */
  boolean take() {
    // Not every file system creates a file but once where two threads of a process try.
    if (!HELD.add(path)) {
      return false;
    }
    boolean taken = false;
    try {
      root.create();
      taken = created() || (leftByTheDead() && created());
    } catch (IOException | RuntimeException e) {
      throw StoreErrors.unwritable(root.name(), e);
    } finally {
      if (!taken) {
        HELD.remove(path);
      }
    }
    if (!taken) {
      return false;
    }
    ScheduledExecutorService beating =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "understudy-view-lease");
              thread.setDaemon(true);
              return thread;
            });
    ScheduledFuture<?> unused =
        beating.scheduleWithFixedDelay(this::beat, BEAT_MILLIS, BEAT_MILLIS, TimeUnit.MILLISECONDS);
    synchronized (this) {
      heart = beating;
    }
    return true;
  }

  /** Whether somebody else has taken the lease, for they heard nothing of this session. */
  public boolean lost() {
    return lost;
  }

  private boolean created() throws IOException {
    try (FSDataOutputStream out = files.create(path, /* overwrite= */ false)) {
      out.write(content());
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  private byte[] content() {
    return (holder + " " + beats).getBytes(StandardCharsets.UTF_8);
  }

  private synchronized void beat() {
    try {
      if (heart == null || lost) {
        return;
      }
      if (!read().startsWith(holder)) {
        lost = true;
        return;
      }
      beats++;
      try (FSDataOutputStream out = files.create(path, /* overwrite= */ true)) {
        out.write(content());
      }
    } catch (IOException | RuntimeException missedBeat) {
      // The next one may come through; who misses too many loses the lease.
    }
  }

  /** Looks for as long as a living holder needs to show it; removes what a dead one has left. */
  private boolean leftByTheDead() throws IOException {
    String first = look();
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(DEAD_MILLIS);
    while (System.nanoTime() < end) {
      try {
        Thread.sleep(LOOK_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
      String now = look();
      if (now.isEmpty()) {
        return true;
      }
      if (!now.equals(first)) {
        return false;
      }
    }
    // Of two that take over, one moves the file.
    Path dead = new Path(path.getParent(), path.getName() + "." + holder);
    boolean moved = files.rename(path, dead);
    files.delete(dead, false);
    return moved;
  }

  /** Blank when there is no file. */
  private String read() throws IOException {
    try (var in = files.open(path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8) + " ";
    } catch (FileNotFoundException gone) {
      return "";
    }
  }

  /**
   * The same as long as nobody writes, also of a file that its writer died over, which some file
   * systems refuse to read.
   */
  private String look() throws IOException {
    try {
      return read();
    } catch (IOException halfWritten) {
      try {
        FileStatus file = files.getFileStatus(path);
        return "unreadable " + file.getModificationTime() + " " + file.getLen();
      } catch (FileNotFoundException gone) {
        return "";
      }
    }
  }

  @Override
  public synchronized void close() {
    ScheduledExecutorService beating = heart;
    heart = null;
    if (beating == null) {
      return;
    }
    beating.shutdownNow();
    try {
      if (read().startsWith(holder)) {
        files.delete(path, false);
      }
    } catch (IOException | RuntimeException left) {
      // The next one to come finds that nobody holds it.
    } finally {
      HELD.remove(path);
    }
  }
}
