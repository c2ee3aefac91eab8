package io.understudy.spark.projection;

import io.understudy.catalyst.resolve.ProjectionArguments;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** The file that a page is written into, on any file system that Hadoop knows. */
final class PageFile {
  private final Path path;
  private final FileSystem files;

  private PageFile(Path path, FileSystem files) {
    this.path = path;
    this.files = files;
  }

  /**
   * A file that can be written; said before anything is bought.
   *
   * @throws org.apache.spark.sql.AnalysisException where the path is none, or a folder
   */
  static PageFile at(String where, SparkSession session) {
    try {
      Path path = new Path(where);
      FileSystem files =
          path.getFileSystem(
              ((org.apache.spark.sql.classic.SparkSession) session).sessionState().newHadoopConf());
      if (files.exists(path) && files.getFileStatus(path).isDirectory()) {
        throw ProjectionArguments.wrongPath(where, "this is a folder.");
      }
      Path folder = path.getParent();
      if (folder != null && !files.mkdirs(folder)) {
        throw ProjectionArguments.wrongPath(where, folder + " cannot be made.");
      }
      return new PageFile(path, files);
    } catch (IOException | IllegalArgumentException e) {
      throw ProjectionArguments.wrongPath(where, String.valueOf(e.getMessage()));
    }
  }

  void write(String page) {
    try (OutputStream out = files.create(path, /* overwrite= */ true)) {
      out.write(page.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw ProjectionArguments.wrongPath(path.toString(), String.valueOf(e.getMessage()));
    }
  }
}
