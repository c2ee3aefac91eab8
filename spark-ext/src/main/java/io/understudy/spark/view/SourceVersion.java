package io.understudy.spark.view;

import io.understudy.spark.store.DeltaCommits;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The version of a Delta table as its log's file names tell it: the number of the newest commit
 * with the time and length of its file, because a table that was made again counts from 0 again.
 *
 * <p>A table whose commits a catalogue coordinates has none: its newest ones are not in the log.
 */
final class SourceVersion {
  private static final String FILES = "files:";

  /** Folders of the log for commits that only a catalogue knows to be valid. */
  private static final Set<String> COORDINATED = Set.of("_staged_commits", "_commits");

  private SourceVersion() {}

  /** The version of a relation; blank if it has none that its log tells. */
  static String of(List<String> keys, Configuration conf) throws IOException {
    List<String> folders = keys.stream().filter(key -> key.startsWith(FILES)).toList();
    if (folders.size() != 1) {
      return "";
    }
    Path log = DeltaCommits.log(new Path(folders.get(0).substring(FILES.length())));
    FileSystem files = log.getFileSystem(conf);
    try {
      FileStatus[] listed = files.listStatus(log);
      for (FileStatus file : listed) {
        // Delta makes the folder for every table.
        if (COORDINATED.contains(file.getPath().getName())
            && files.listStatus(file.getPath()).length > 0) {
          return "";
        }
      }
      return DeltaCommits.newest(listed).map(SourceVersion::text).orElse("");
    } catch (FileNotFoundException noDelta) {
      return "";
    }
  }

  private static String text(FileStatus commit) {
    return DeltaCommits.number(commit) + "@" + DeltaCommits.stamp(commit);
  }
}
