package io.understudy.spark.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;

/**
 * A log of a store: a folder of files that are written once, under names that nobody else uses, and
 * never changed. That is all that is asked of the file system: no append, no rename, no lock; so it
 * works on object stores, too.
 *
 * @param <F> what a file holds
 */
final class StoreLog<F> {
  private static final String SUFFIX = ".jsonl";

  /** How a file is read. */
  @FunctionalInterface
  interface Form<F> {
    /** Empty when the file is not whole; throws when it is and cannot be understood. */
    Optional<F> read(byte[] bytes) throws IOException;
  }

  private final FileSystem files;
  private final Path folder;
  private final Form<F> form;

  StoreLog(FileSystem files, Path folder, Form<F> form) {
    this.files = files;
    this.folder = folder;
    this.form = form;
  }

  /** One file of the log, unread. */
  record Entry(Path path, String writer, long sequence, long writtenAt) {
    /** What its writer left for longer is moved by whoever comes. */
    private static final long LEFT_MILLIS = 600_000;

    /** Whether another application than its writer may move it. */
    boolean isLeft(long now) {
      return now - writtenAt > LEFT_MILLIS;
    }
  }

  /** Makes sure that the folder can be written to. */
  void probe(String writer) throws IOException {
    files.mkdirs(folder);
    Path probe = new Path(folder, "_" + writer);
    try (FSDataOutputStream out = files.create(probe, true)) {
      out.write('\n');
    }
    files.delete(probe, false);
  }

  /** Returns when the file is as durable as the file system can make it. */
  void write(String writer, long sequence, byte[] bytes) throws IOException {
    Path path = new Path(folder, writer + "." + sequence + SUFFIX);
    write(files, path, bytes, /* overwrite= */ false);
  }

  /** Writes a file, as durably as the file system can. */
  static void write(FileSystem files, Path path, byte[] bytes, boolean overwrite)
      throws IOException {
    try (FSDataOutputStream out = files.create(path, overwrite)) {
      out.write(bytes);
      if (out.hasCapability(StreamCapabilities.HSYNC)) {
        out.hsync();
      }
    }
  }

  /** What is there, the files of one writer in their order. */
  List<Entry> list() throws IOException {
    try {
      return Arrays.stream(files.listStatus(folder))
          .flatMap(status -> entry(status).stream())
          .sorted(Comparator.comparing(Entry::writer).thenComparing(Entry::sequence))
          .toList();
    } catch (FileNotFoundException nothingYet) {
      return List.of();
    }
  }

  /**
   * Reads a file.
   *
   * @return empty when it is not whole, or when somebody has moved what it holds in the meantime
   * @throws IOException when it cannot be read or understood
   */
  Optional<F> read(Entry entry) throws IOException {
    try (var in = files.open(entry.path())) {
      return form.read(in.readAllBytes());
    } catch (FileNotFoundException moved) {
      return Optional.empty();
    } catch (IOException e) {
      throw new IOException(entry.path() + ": " + e.getMessage(), e);
    }
  }

  /** Removes files whose content is elsewhere by now. */
  void delete(List<Entry> entries) throws IOException {
    for (Entry entry : entries) {
      files.delete(entry.path(), false);
    }
  }

  private static Optional<Entry> entry(FileStatus status) {
    String name = status.getPath().getName();
    int dot = name.indexOf('.');
    if (!status.isFile() || !name.endsWith(SUFFIX) || name.startsWith("_")) {
      return Optional.empty();
    }
    try {
      long sequence = Long.parseLong(name.substring(dot + 1, name.length() - SUFFIX.length()));
      return Optional.of(
          new Entry(
              status.getPath(), name.substring(0, dot), sequence, status.getModificationTime()));
    } catch (NumberFormatException | IndexOutOfBoundsException foreign) {
      return Optional.empty();
    }
  }
}
