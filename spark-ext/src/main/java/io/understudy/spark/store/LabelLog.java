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
 * The write-ahead log of a store: a folder of files that are written once, under names that nobody
 * else uses, and never changed. That is all that is asked of the file system: no append, no rename,
 * no lock; so it works on object stores, too.
 */
final class LabelLog {
  private static final String SUFFIX = ".jsonl";

  private final FileSystem files;
  private final Path folder;

  LabelLog(FileSystem files, Path folder) {
    this.files = files;
    this.folder = folder;
  }

  /** One file of the log, unread. */
  record Entry(Path path, String writer, long sequence, long writtenAt) {}

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
  void write(LogFile file) throws IOException {
    write(files, path(file.writer(), file.sequence()), file.bytes(), /* overwrite= */ false);
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
   * @return empty when it is not whole, or when somebody has moved its labels in the meantime
   * @throws IOException when it cannot be read or understood
   */
  Optional<LogFile> read(Entry entry) throws IOException {
    try (var in = files.open(entry.path())) {
      return LogFile.of(in.readAllBytes());
    } catch (FileNotFoundException moved) {
      return Optional.empty();
    } catch (IOException e) {
      throw new IOException(entry.path() + ": " + e.getMessage(), e);
    }
  }

  /** Removes files whose labels are elsewhere by now. */
  void delete(List<Entry> entries) throws IOException {
    for (Entry entry : entries) {
      files.delete(entry.path(), false);
    }
  }

  private Path path(String writer, long sequence) {
    return new Path(folder, writer + "." + sequence + SUFFIX);
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
