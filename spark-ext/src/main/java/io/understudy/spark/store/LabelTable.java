package io.understudy.spark.store;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;

import io.understudy.account.Usage;
import io.understudy.call.Answer;
import io.understudy.sample.ContentKey;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * The Delta table of labels. Every method runs Spark jobs but {@link #version}. Only Spark's own
 * data source API is used, so nothing of Delta is on the compile path.
 */
final class LabelTable {
  private static final String FORMAT = "delta";
  private static final List<String> MEANING =
      List.of("spark.sql.session.timeZone", "spark.sql.ansi.enabled", "spark.sql.caseSensitive");
  private static final int MAX_ROWS_PER_FILE = 1_000_000;

  private final SparkSession session;
  private final FileSystem files;
  private final Path path;

  /**
   * @param session runs the jobs; a session of the store's own, so that no user's setting changes
   *     what is read or written
   */
  LabelTable(SparkSession session, FileSystem files, Path path) {
    this.session = session;
    // Delta wants its catalogue to be configured for names of tables; here there are none.
    session.conf().set("spark.databricks.delta.requiredSparkConfsCheck.enabled", "false");
    this.files = files;
    this.path = path;
  }

  /** The same table, with what a user's session says about the meaning of a condition. */
  LabelTable asUser(SparkSession user) {
    SparkSession own = session.newSession();
    for (String key : MEANING) {
      own.conf().set(key, user.conf().get(key));
    }
    return new LabelTable(own, files, path);
  }

  /** Rows that are in memory. */
  Dataset<Row> local(List<Row> rows, StructType type) {
    return session.createDataFrame(rows, type);
  }

  /** Analyses a condition over columns; throws what Spark throws when it is wrong. */
  void check(StructType columns, String condition) {
    local(List.of(), columns).where(condition);
  }

  /** The newest commit, from the names of the files in the table's log; -1 without a table. */
  long version() throws IOException {
    try {
      return Arrays.stream(files.listStatus(new Path(path, "_delta_log")))
          .map(status -> status.getPath().getName())
          .filter(name -> name.matches("[0-9]{20}\\.json"))
          .mapToLong(name -> Long.parseLong(name.substring(0, 20)))
          .max()
          .orElse(-1);
    } catch (FileNotFoundException noTable) {
      return -1;
    }
  }

  /** Every label of a question. */
  Map<ContentKey, KnownLabel> labels(AskedQuestion question) {
    Map<String, Integer> classes = new HashMap<>();
    question.categories().forEach(label -> classes.put(label, classes.size()));
    Map<ContentKey, KnownLabel> labels = new HashMap<>();
    Map<Answer, Answer> answers = new HashMap<>();
    Map<Usage, Usage> usages = new HashMap<>();
    rows()
        .where(col(LabelColumns.QUESTION).equalTo(lit(question.id())))
        .select(
            LabelColumns.DATA,
            LabelColumns.ANSWER,
            LabelColumns.CALLS,
            LabelColumns.TOKENS_IN,
            LabelColumns.TOKENS_OUT,
            LabelColumns.TOKENS_ESTIMATED,
            LabelColumns.PAID_AT,
            LabelColumns.PROBABILITIES)
        .toLocalIterator()
        .forEachRemaining(
            row -> {
              Answer answer =
                  new Answer(
                      row.<String>getList(1).stream().map(text -> known(classes, text)).toList(),
                      row.isNullAt(7) ? List.of() : row.getList(7));
              Usage usage =
                  new Usage(row.getLong(2), row.getLong(3), row.getLong(4), row.getBoolean(5));
              KnownLabel label =
                  new KnownLabel(
                      answers.computeIfAbsent(answer, same -> same),
                      usages.computeIfAbsent(usage, same -> same),
                      LabelColumns.micros(row.getTimestamp(6).toInstant()));
              labels.merge(ContentKey.ofHex(row.getString(0)), label, KnownLabel::orEarlier);
            });
    return labels;
  }

  private static int known(Map<String, Integer> classes, String label) {
    Integer number = classes.get(label);
    if (number == null) {
      throw new IllegalStateException("a label that the question does not have: " + label);
    }
    return number;
  }

  /** The table's rows, with the log's columns. */
  Dataset<Row> rows() {
    Dataset<Row> stored = session.read().format(FORMAT).load(path.toString());
    return isOld(stored)
        ? stored.withColumn(
            LabelColumns.PROBABILITIES,
            lit(null).cast(LabelColumns.TABLE_TYPE.apply(LabelColumns.PROBABILITIES).dataType()))
        : stored;
  }

  /** Whether nothing was appended since labels have probabilities. */
  private static boolean isOld(Dataset<Row> stored) {
    return !List.of(stored.columns()).contains(LabelColumns.PROBABILITIES);
  }

  /** The last of a writer's log files that was moved here; 0 if none was. */
  long moved(String writer) {
    Row row =
        rows()
            .where(col(LabelColumns.WRITER).equalTo(lit(writer)))
            .agg(max(LabelColumns.SEQUENCE))
            .head();
    return row.isNullAt(0) ? 0 : row.getLong(0);
  }

  /**
   * Appends a writer's labels, and creates the table if there is none. Delta notes the writer and
   * the sequence with the commit: of two sessions that move the same files at the same time one
   * fails.
   *
   * @param last highest sequence among them
   */
  void append(List<Row> labels, String writer, long last) {
    session
        .createDataFrame(labels, LabelColumns.TABLE_TYPE)
        .coalesce(1 + labels.size() / MAX_ROWS_PER_FILE)
        .write()
        .format(FORMAT)
        .mode(SaveMode.Append)
        .option("txnAppId", writer)
        .option("txnVersion", last)
        // Columns that the table was made without come with the first labels that have them.
        .option("mergeSchema", "true")
        // Delta then merges small files by itself, after a commit that leaves too many.
        .option("delta.autoOptimize.autoCompact", "true")
        .save(path.toString());
  }

  /** Deletes what meets a condition; returns how many labels that were. */
  long delete(String condition) {
    Dataset<Row> rows = rows();
    long met = rows.where(condition).count();
    if (met > 0) {
      session
          .createDataFrame(List.of(), rows.schema())
          .write()
          .format(FORMAT)
          .mode(SaveMode.Overwrite)
          .option("replaceWhere", condition)
          .option("mergeSchema", "true")
          .save(path.toString());
    }
    return met;
  }
}
