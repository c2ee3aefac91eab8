package io.understudy.spark.projection;

import io.understudy.catalyst.resolve.ProjectionArguments;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** The file that a page is written into, on any file system that Hadoop knows. */
final class PageFile {
  private final Path path;

  /** Beside the page, so that a reader never finds half of one. */
  private final Path unfinished;

  private final FileSystem files;

  private PageFile(Path path, FileSystem files) {
    this.path = path;
    this.unfinished =
        new Path(path.getParent(), "." + path.getName() + "." + UUID.randomUUID() + ".tmp");
    this.files = files;
  }

  /**
   * A file that can be written, which is tried; said before anything is bought.
   *
   * @throws org.apache.spark.sql.AnalysisException where the path is none, a folder, or in a place
   *     that takes no file
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
      PageFile page = new PageFile(path, files);
      page.write(page.unfinished, "");
      files.delete(page.unfinished, /* recursive= */ false);
      return page;
    } catch (IOException | IllegalArgumentException e) {
      throw ProjectionArguments.wrongPath(where, String.valueOf(e.getMessage()));
    }
  }

  void write(String page) {
    try {
      write(unfinished, page);
      // Some file systems rename over a file, others refuse to.
      if (!files.rename(unfinished, path)) {
        files.delete(path, /* recursive= */ false);
        if (!files.rename(unfinished, path)) {
          throw new IOException(unfinished + " cannot be renamed.");
        }
      }
    } catch (IOException e) {
      throw ProjectionArguments.wrongPath(path.toString(), String.valueOf(e.getMessage()));
    }
  }

  private void write(Path to, String text) throws IOException {
    try (OutputStream out = files.create(to, /* overwrite= */ true)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
