package io.understudy.spark.prepared;

import io.understudy.catalyst.bridge.Seqs;
import io.understudy.spark.store.DeltaCommits;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.execution.datasources.FileIndex;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.execution.datasources.PartitioningAwareFileIndex;

/**
 * Which state of which table a relation reads.
 *
 * @param table for reports
 * @param source identity of the table
 * @param version of its content
 */
record SourceVersion(String table, String source, String version) {
  /**
   * Those that read what their snapshot says. Others, as a stream's or an update's, have a snapshot
   * too, but read some files of it. By name, since Delta need not be on the class path.
   */
  private static final Set<String> DELTA =
      Set.of(
          "org.apache.spark.sql.delta.files.TahoeLogFileIndex",
          "org.apache.spark.sql.delta.stats.PreparedDeltaFileIndex");

  /** Empty if the relation is no table of files, or only a part of one. */
  static Optional<SourceVersion> of(LogicalRelation relation) {
    if (relation.isStreaming() || !(relation.relation() instanceof HadoopFsRelation files)) {
      return Optional.empty();
    }
    FileIndex index = files.location();
    String path =
        Seqs.list(index.rootPaths()).stream()
            .map(Object::toString)
            .collect(Collectors.joining(","));
    String table =
        Seqs.optional(relation.catalogTable())
            .map(known -> known.identifier().unquotedString())
            .orElse(path);
    return DELTA.contains(index.getClass().getName())
        ? delta(index, table, path)
        : index instanceof PartitioningAwareFileIndex listed
            ? Optional.of(
                new SourceVersion(table, "files " + path, "files " + content(files, listed)))
            : Optional.empty();
  }

  /**
   * A table's identity in Delta's log outlives its name, but copies of its folder have it too, and
   * each of them goes on with the same numbers.
   */
  private static Optional<SourceVersion> delta(FileIndex index, String table, String path) {
    try {
      long version = (Long) call(index, "version");
      Object id = call(call(index, "metadata"), "id");
      return version < 0
          ? Optional.empty()
          : Optional.of(
              new SourceVersion(
                  table, "delta " + id + " " + path, version + commit(index, version)));
    } catch (ReflectiveOperationException | IOException | RuntimeException otherDelta) {
      return Optional.empty();
    }
  }

  /** Time and length of a commit's file, which tell it from another one of the same number. */
  private static String commit(FileIndex index, long version)
      throws ReflectiveOperationException, IOException {
    Object log = call(index, "deltaLog");
    Path file =
        new Path((Path) call(log, "logPath"), String.format(Locale.ROOT, "%020d.json", version));
    Configuration conf = (Configuration) call(log, "newDeltaHadoopConf");
    try {
      FileStatus status = file.getFileSystem(conf).getFileStatus(file);
      return DataState.COMMIT + DeltaCommits.stamp(status);
    } catch (FileNotFoundException onlyInCheckpoint) {
      return "";
    }
  }

  private static Object call(Object of, String method) throws ReflectiveOperationException {
    Method found = of.getClass().getMethod(method);
    return found.invoke(of);
  }

  /** The files, and how they are read: the same bytes may be other rows for other options. */
  private static String content(HadoopFsRelation relation, PartitioningAwareFileIndex index) {
    Stream<String> options =
        new TreeMap<>(Seqs.javaMap(relation.options()))
            .entrySet().stream().map(option -> option.getKey() + "=" + option.getValue());
    Stream<String> files =
        Seqs.<FileStatus>list(index.allFiles()).stream()
            .map(file -> file.getPath() + " " + file.getLen() + " " + file.getModificationTime())
            .sorted();
    return Digest.of(
        Stream.of(
                Stream.of(relation.fileFormat().getClass().getName(), relation.schema().json()),
                options,
                files)
            .flatMap(lines -> lines)
            .collect(Collectors.joining("\n")));
  }
}
