package io.understudy.spark.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.understudy.error.ErrorCondition;
import io.understudy.spark.error.UnderstudyException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The folder of a store: which format it has, and where things are in it. */
public final class StoreRoot {
  /** The format that this version writes, and the newest that it reads. */
  static final int FORMAT = 1;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String name;
  private final Path path;
  private final FileSystem files;

  private StoreRoot(String name, Path path, FileSystem files) {
    this.name = name;
    this.path = path;
    this.files = files;
  }

  /**
   * A store's folder, which need not be there yet.
   *
   * @param name what {@code spark.understudy.store} says
   * @throws UnderstudyException when there is no file system for it
   */
  public static StoreRoot of(String name, Configuration conf) {
    try {
      Path path = new Path(name);
      FileSystem files = path.getFileSystem(conf);
      return new StoreRoot(name, files.makeQualified(path), files);
    } catch (IOException | IllegalArgumentException e) {
      throw StoreErrors.unreadable(name, e);
    }
  }

  /** What {@code spark.understudy.store} says. */
  public String name() {
    return name;
  }

  /** Where it is. */
  public FileSystem files() {
    return files;
  }

  /** The Delta table of labels. */
  Path labels() {
    return new Path(path, "labels");
  }

  /** The write-ahead log of {@link #labels}. */
  Path labelsLog() {
    return new Path(path, "labels_log");
  }

  /** The Delta table of runs. */
  Path runs() {
    return new Path(path, "runs");
  }

  /** The log of {@link #runs}. */
  Path runsLog() {
    return new Path(path, "runs_log");
  }

  /** The batches of which labels are still to come. */
  Path batches() {
    return new Path(path, "batches");
  }

  /** The folder of prepared models. */
  public Path models() {
    return new Path(path, "models");
  }

  /** Embedding views, a folder for each. */
  public Path views() {
    return new Path(path, "views");
  }

  /** Answer views, a folder for each. */
  public Path answers() {
    return new Path(path, "answers");
  }

  private Path formatFile() {
    return new Path(path, "understudy-store.json");
  }

  /**
   * Looks whether this version understands the store.
   *
   * @throws UnderstudyException when a newer version wrote it, or when it cannot be read
   */
  public void check() {
    int format;
    try (var in = files.open(formatFile())) {
      JsonNode json = JSON.readTree(in.readAllBytes());
      format = json.path("format").asInt(0);
    } catch (FileNotFoundException notThere) {
      checkEmpty();
      return;
    } catch (IOException e) {
      throw StoreErrors.unreadable(name, e);
    }
    if (format < 1) {
      throw StoreErrors.unreadable(name, new IOException(formatFile() + " is damaged"));
    }
    if (format > FORMAT) {
      throw new UnderstudyException(
          ErrorCondition.UNDERSTUDY_STORE_NEWER,
          Map.of(
              "store", name,
              "format", Integer.toString(format),
              "known", Integer.toString(FORMAT)));
    }
  }

  private void checkEmpty() {
    try {
      boolean used = false;
      for (Path part : List.of(labels(), labelsLog(), runs(), runsLog(), models(), answers())) {
        used |= files.exists(part);
      }
      // Another application may just have made it: the format file comes first.
      if (used && !files.exists(formatFile())) {
        throw new IOException(formatFile() + " is missing");
      }
    } catch (IOException e) {
      throw StoreErrors.unreadable(name, e);
    }
  }

  /**
   * Makes the folder a store if it is none yet. Whoever reads the format file at the same time, or
   * after this application died over it, sees all of it or none.
   */
  public void create() throws IOException {
    if (files.exists(formatFile())) {
      return;
    }
    files.mkdirs(path);
    Path written = new Path(path, "." + UUID.randomUUID() + ".tmp");
    try (FSDataOutputStream out = files.create(written, true)) {
      out.write(JSON.writeValueAsBytes(JSON.createObjectNode().put("format", FORMAT)));
    }
    // Where another application was quicker the file systems differ: refused, or replaced by equal.
    boolean renamed = files.rename(written, formatFile());
    if (!renamed) {
      files.delete(written, false);
      if (!files.exists(formatFile())) {
        throw new IOException("cannot make " + formatFile());
      }
    }
  }
}
