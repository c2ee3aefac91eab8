package io.understudy.it;

import static org.apache.spark.sql.functions.col;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.ml.functions;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * The tables that the SQL files read, in files, so that every session can have them as views:
 *
 * <ul>
 *   <li>{@code reviews}: 1,200 different texts whose vectors tell all classes apart
 *   <li>{@code blurred}: the same with vectors of which every fourth says nothing
 *   <li>{@code few}: the first 40 of {@code reviews}
 *   <li>{@code reviews_ml}: {@code reviews} with the vectors as MLlib's type
 * </ul>
 */
final class Tables {
  static final int ROWS = 1200;
  private static final List<String> NAMES = List.of("reviews", "blurred", "few", "reviews_ml");
  private static final Map<String, StructType> SCHEMAS = new ConcurrentHashMap<>();

  private Tables() {}

  static void write(SparkSession spark) {
    Reviews.create(spark, "made_reviews", ROWS, 0);
    Reviews.create(spark, "made_blurred", ROWS, 0.25);
    save(spark.table("made_reviews"), "reviews");
    save(spark.table("made_blurred"), "blurred");
    save(spark.table("made_reviews").where("id < 40"), "few");
    save(
        spark.table("made_reviews").withColumn("emb", functions.array_to_vector(col("emb"))),
        "reviews_ml");
  }

  static void register(SparkSession session) {
    register(session, folder());
  }

  /** The same in an application that runs elsewhere. */
  static void register(SparkSession session, Path folder) {
    NAMES.forEach(name -> view(session, name, folder.resolve(name).toString()));
  }

  /** A view of Parquet files, whose columns are looked up once: that takes a job of Spark's. */
  static void view(SparkSession session, String name, String files) {
    StructType schema =
        SCHEMAS.computeIfAbsent(files, path -> session.read().parquet(path).schema());
    session.read().schema(schema).parquet(files).createOrReplaceTempView(name);
  }

  static Path folder() {
    return Lab.folder("tables");
  }

  private static void save(org.apache.spark.sql.Dataset<?> table, String name) {
    table.write().mode(SaveMode.Overwrite).parquet(path(name));
  }

  private static String path(String name) {
    return folder().resolve(name).toString();
  }
}
