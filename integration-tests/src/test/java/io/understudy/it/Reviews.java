package io.understudy.it;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Made-up reviews: a text, its kind, and an embedding that mostly tells the kind. */
final class Reviews {
  static final int DIMENSION = 16;
  private static final String[] KINDS = {"book", "film", "game"};

  private static final StructType SCHEMA =
      new StructType(
          new StructField[] {
            new StructField("id", DataTypes.IntegerType, false, Metadata.empty()),
            new StructField("review", DataTypes.StringType, true, Metadata.empty()),
            new StructField("good", DataTypes.BooleanType, false, Metadata.empty()),
            new StructField("kind", DataTypes.StringType, false, Metadata.empty()),
            new StructField(
                "emb", DataTypes.createArrayType(DataTypes.FloatType), true, Metadata.empty())
          });

  private Reviews() {}

  static void create(SparkSession spark, String view, int rows, double blurred) {
    List<Row> data = new ArrayList<>(rows);
    Random random = new Random(11);
    for (int i = 0; i < rows; i++) {
      boolean good = random.nextInt(3) == 0;
      int kind = random.nextInt(KINDS.length);
      Float[] vector = new Float[DIMENSION];
      boolean blur = random.nextDouble() < blurred;
      for (int d = 0; d < DIMENSION; d++) {
        vector[d] = (float) (0.3 * random.nextGaussian());
      }
      if (!blur) {
        vector[0] += good ? 1.5f : -1.5f;
        vector[1 + kind] += 2f;
      }
      data.add(
          RowFactory.create(
              i,
              "Review %d: a %s %s".formatted(i, good ? "good" : "poor", KINDS[kind]),
              good,
              KINDS[kind],
              vector));
    }
    spark.createDataFrame(data, SCHEMA).repartition(4).createOrReplaceTempView(view);
  }
}
