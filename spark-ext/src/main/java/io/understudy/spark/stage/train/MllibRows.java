package io.understudy.spark.stage.train;

import io.understudy.model.ClassWeights;
import io.understudy.model.UnitVectors;
import io.understudy.student.Lesson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Labelled rows as a table for MLlib: unit vectors {@code features}, {@code label}, {@code weight}.
 */
final class MllibRows {
  private static final StructType SCHEMA =
      new StructType(
          new StructField[] {
            new StructField("label", DataTypes.DoubleType, false, Metadata.empty()),
            new StructField("features", SQLDataTypes.VectorType(), false, Metadata.empty()),
            new StructField("weight", DataTypes.DoubleType, false, Metadata.empty())
          });

  private MllibRows() {}

  /**
   * A lesson's rows with balanced weights.
   *
   * @param number from a class of the question to MLlib's number of it
   */
  static Dataset<Row> of(SparkSession session, Lesson lesson, IntUnaryOperator number) {
    int[] labels = Arrays.stream(lesson.labels()).map(number).toArray();
    double[] balanced =
        ClassWeights.balanced(labels, Arrays.stream(labels).max().orElseThrow() + 1);
    return of(
        session,
        lesson.rows().stream().map(row -> row.vector()).toList(),
        labels,
        Arrays.stream(labels).mapToDouble(label -> balanced[label]).toArray());
  }

  /**
   * One partition, which keeps the order of the sums and with it every bit of the result. The rows
   * are broadcast: as local rows they would travel again with every job.
   */
  static Dataset<Row> of(
      SparkSession session, List<float[]> vectors, int[] labels, double[] weights) {
    List<Row> rows = new ArrayList<>(labels.length);
    for (int i = 0; i < labels.length; i++) {
      rows.add(
          RowFactory.create(
              (double) labels[i], Vectors.dense(UnitVectors.doubles(vectors.get(i))), weights[i]));
    }
    JavaSparkContext jobs = JavaSparkContext.fromSparkContext(session.sparkContext());
    Broadcast<Row[]> shared = jobs.broadcast(rows.toArray(Row[]::new));
    JavaRDD<Row> partition =
        jobs.parallelize(List.of(0), 1).flatMap(one -> Arrays.asList(shared.value()).iterator());
    return session.createDataFrame(partition, SCHEMA);
  }
}
