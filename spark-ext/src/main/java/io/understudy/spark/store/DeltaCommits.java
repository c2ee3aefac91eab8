package io.understudy.spark.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The commits of a Delta table as the names of the files in its log tell them; no job is run. */
public final class DeltaCommits {
  private static final int DIGITS = 20;
  private static final String COMMIT = "[0-9]{" + DIGITS + "}\\.json";

  private DeltaCommits() {}

  /** The folder of a table's log. */
  public static Path log(Path table) {
    return new Path(table, "_delta_log");
  }

  /** The file of the newest commit; empty where there is no table. */
  public static Optional<FileStatus> newest(FileSystem files, Path table) throws IOException {
    try {
      return newest(files.listStatus(log(table)));
    } catch (FileNotFoundException noTable) {
      return Optional.empty();
    }
  }

  /** The file of the newest commit among those of a log. */
  public static Optional<FileStatus> newest(FileStatus[] log) {
    return Arrays.stream(log)
        .filter(file -> file.getPath().getName().matches(COMMIT))
        .max(Comparator.comparing(file -> file.getPath().getName()));
  }

  /** The number of a commit's file: the version of the table. */
  public static long number(FileStatus commit) {
    return Long.parseLong(commit.getPath().getName().substring(0, DIGITS));
  }

  /** Time and length of a commit's file, which tell it from another one of the same number. */
  public static String stamp(FileStatus commit) {
    return commit.getModificationTime() + "/" + commit.getLen();
  }
}
