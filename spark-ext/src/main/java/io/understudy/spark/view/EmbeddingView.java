package io.understudy.spark.view;

import java.io.Serializable;
import java.time.Instant;
import java.util.List;

/**
 * What is known of an embedding view without looking at its vectors.
 *
 * @param name in lower case
 * @param revision number of this description, from 1
 * @param id of the view; another one if it was dropped and created again
 * @param table the source as it is named in SQL
 * @param sources keys of the relation that the table is, see {@link RelationKeys}
 * @param column of the source
 * @param embedder made the vectors
 * @param version of the source at the last whole refresh, see {@link SourceVersion}; blank if it
 *     has none, or if there was no whole refresh
 * @param whole whether the last refresh came to its end
 * @param contents different texts that have a vector
 * @param refreshedAt when the last refresh ended, whole or not
 */
public record EmbeddingView(
    String name,
    int revision,
    String id,
    String table,
    List<String> sources,
    String column,
    ViewEmbedder embedder,
    String version,
    boolean whole,
    long contents,
    Instant refreshedAt)
    implements Serializable, StoredView<EmbeddingView> {

  /** The description after a whole refresh. */
  EmbeddingView refreshed(
      List<String> newSources, String newVersion, long newContents, Instant now) {
    return new EmbeddingView(
        name,
        revision,
        id,
        table,
        newSources,
        column,
        embedder,
        newVersion,
        true,
        newContents,
        now);
  }

  @Override
  public EmbeddingView numbered(int number) {
    return new EmbeddingView(
        name, number, id, table, sources, column, embedder, version, whole, contents, refreshedAt);
  }

  /** The table and column, for people. */
  public String source() {
    return table + " (" + column + ")";
  }
}
