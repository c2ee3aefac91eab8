package io.understudy.benchmarks.speed;

import static org.apache.spark.sql.functions.expr;

import io.understudy.benchmarks.Places;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Random;
import java.util.function.Supplier;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.collection.mutable.ArraySeq;

/**
 * A table of made-up reviews: {@code id}, {@code review} (some sixty characters) and {@code emb},
 * 384 floats of length about 1 from which it can be told whether the review says "good".
 */
public final class Reviews {
  static final int DIMENSION = 384;

  /** How far the two kinds lie apart; a linear model then agrees with the LLM on some 98%. */
  private static final double SHIFT = 0.11;

  /** Digits that no codec makes short. */
  private static final String LONG =
      "concat(review, array_join(transform(sequence(1, 30), i -> sha2(concat(id, '-', i), 256)), ' '))";

  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.LongType, false)
          .add("review", DataTypes.StringType)
          .add("emb", DataTypes.createArrayType(DataTypes.FloatType, false));

  private Reviews() {}

  /**
   * Makes the view {@code reviews}, from a table in the cache, which is written once.
   *
   * @param format {@code parquet} or {@code delta}
   */
  public static void open(SparkSession spark, String format, long rows) {
    open(spark, format, "reviews-" + rows, () -> made(spark, rows));
  }

  /** The same in Parquet with reviews of some two thousand characters. */
  static void openLong(SparkSession spark, long rows) {
    open(
        spark,
        "parquet",
        "long-reviews-" + rows,
        () -> made(spark, rows).withColumn("review", expr(LONG)).select("id", "review", "emb"));
  }

  private static void open(
      SparkSession spark, String format, String name, Supplier<Dataset<Row>> made) {
    Path path = Places.cache().resolve(name + "." + format);
    boolean written =
        Files.exists(path.resolve("_SUCCESS")) || Files.exists(path.resolve("_delta_log"));
    if (!written) {
      made.get().write().format(format).mode(SaveMode.Overwrite).save(path.toString());
    }
    spark.read().format(format).load(path.toString()).createOrReplaceTempView("reviews");
  }

  private static Dataset<Row> made(SparkSession spark, long rows) {
    return spark
        .range(0, rows, 1, 8)
        .mapPartitions((MapPartitionsFunction<Long, Row>) Reviews::rows, Encoders.row(SCHEMA));
  }

  private static Iterator<Row> rows(Iterator<Long> ids) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return ids.hasNext();
      }

      @Override
      public Row next() {
        return row(ids.next());
      }
    };
  }

  private static Row row(long id) {
    Random random = new Random(id);
    boolean good = random.nextInt(5) < 2;
    float[] vector = new float[DIMENSION];
    for (int d = 0; d < DIMENSION; d++) {
      double direction = (d % 2 == 0 ? SHIFT : -SHIFT) * (good ? 1 : -1);
      vector[d] = (float) ((random.nextFloat() * 2 - 1 + direction) / 11.4);
    }
    String text =
        String.format(
            java.util.Locale.ROOT,
            "Review %d of a film that I saw: it was %s, all in all.",
            id,
            good ? "good" : "poor");
    return RowFactory.create(id, text, new ArraySeq.ofFloat(vector));
  }
}
