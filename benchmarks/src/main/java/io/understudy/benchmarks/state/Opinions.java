package io.understudy.benchmarks.state;

import io.understudy.benchmarks.Options;
import io.understudy.benchmarks.Places;
import io.understudy.benchmarks.Stand;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * A Delta table of different texts, some sixty characters each, and an embedder that takes no model
 * to compute: the local server's hashes of words, over HTTP.
 */
final class Opinions {
  static final int DIMENSION = 384;

  /** Of a table that is large enough for what grows with it to show. */
  static final long ROWS = 1_000_000;

  private static final long QUICK_ROWS = 20_000;

  /** The local server, as the session's embedder. */
  static final String EMBEDDER = "vectors";

  private static final Path FOLDER = Places.cache().resolve("state-opinions");

  private Opinions() {}

  /** Makes the local server the session's embedder. */
  static void embedder(Stand stand) {
    SparkSession spark = stand.spark();
    spark.conf().set("spark.understudy.endpoints.vectors.url", stand.server().url().toString());
    spark.conf().set("spark.understudy.endpoints.vectors.model", "hashes");
    spark.conf().set("spark.understudy.embedder", EMBEDDER);
  }

  /**
   * @param usual without {@code --rows} and {@code --quick}
   */
  static long rows(Options options, long usual) {
    return options.rowsOr(List.of(options.quick() ? QUICK_ROWS : usual)).get(0);
  }

  /** Writes the table anew. */
  static void write(SparkSession spark, long rows) {
    spark
        .sql(
            "SELECT id, concat('Opinion ', id, ' about a film that I saw: it was ',"
                + " if(pmod(hash(id), 5) < 2, 'good', 'poor'), ', all in all.') AS review FROM"
                + " range(0, "
                + rows
                + ", 1, 8)")
        .write()
        .format("delta")
        .mode("overwrite")
        .save(FOLDER.toString());
  }

  /** The table's name in SQL. */
  static String table() {
    return "delta.`" + FOLDER + "`";
  }

  /** The same rows with a column of embeddings, in SQL. */
  static String withColumn() {
    return "delta.`" + FOLDER + "-embedded`";
  }

  /** Writes {@link #withColumn}. */
  static void writeColumn(SparkSession spark) {
    spark
        .sql("SELECT id, review, AI.EMBED(review) AS emb FROM " + table())
        .write()
        .format("delta")
        .mode("overwrite")
        .save(FOLDER + "-embedded");
  }

  /** Wall time in seconds. */
  static double seconds(SparkSession spark, String statement) {
    long started = System.nanoTime();
    spark.sql(statement).collectAsList();
    return (System.nanoTime() - started) / 1e9;
  }
}
