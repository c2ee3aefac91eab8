package io.understudy.spark.prepared;

import io.understudy.catalyst.bridge.Seqs;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
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
  /** Of Delta's {@code SnapshotDescriptor}, which is not on the class path without Delta. */
  private static final String DELTA = "org.apache.spark.sql.delta.";

  private static final int DIGITS = 16;

  /** Empty if the relation is no table of files. */
  static Optional<SourceVersion> of(LogicalRelation relation) {
    if (!(relation.relation() instanceof HadoopFsRelation files)) {
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
    return index.getClass().getName().startsWith(DELTA)
        ? delta(index, table)
        : index instanceof PartitioningAwareFileIndex listed
            ? Optional.of(new SourceVersion(table, "files " + path, "files " + content(listed)))
            : Optional.empty();
  }

  /** A table's identity in Delta's log outlives its name and place. */
  private static Optional<SourceVersion> delta(FileIndex index, String table) {
    try {
      long version = (Long) call(index, "version");
      Object id = call(call(index, "metadata"), "id");
      return version < 0
          ? Optional.empty()
          : Optional.of(new SourceVersion(table, "delta " + id, Long.toString(version)));
    } catch (ReflectiveOperationException | RuntimeException otherDelta) {
      return Optional.empty();
    }
  }

  private static Object call(Object of, String method) throws ReflectiveOperationException {
    Method found = of.getClass().getMethod(method);
    return found.invoke(of);
  }

  private static String content(PartitioningAwareFileIndex index) {
    String files =
        Seqs.<FileStatus>list(index.allFiles()).stream()
            .map(file -> file.getPath() + " " + file.getLen() + " " + file.getModificationTime())
            .sorted()
            .collect(Collectors.joining("\n"));
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(files.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
