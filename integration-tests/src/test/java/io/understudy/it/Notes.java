package io.understudy.it;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Two small tables whose answers are known, in the columns {@code says_good}, {@code says_film} and
 * {@code says_topic}:
 *
 * <ul>
 *   <li>{@code r}: 24 rows; 3 have no review, 5 repeat that of another row, so 16 different ones
 *   <li>{@code s}: 5 shops; one has no review, one repeats a review of {@code r}; two shops of
 *       {@code r} are not here, and one row of {@code r} has no shop
 * </ul>
 */
final class Notes {
  private static final List<String> TOPICS = List.of("book", "film", "game");

  private static final StructType R =
      new StructType(
          Stream.concat(
                  Stream.of(
                      field("id", DataTypes.IntegerType),
                      field("shop", DataTypes.IntegerType),
                      field("price", DataTypes.IntegerType)),
                  answered())
              .toArray(StructField[]::new));

  private static final StructType S =
      new StructType(
          Stream.concat(
                  Stream.of(
                      field("shop", DataTypes.IntegerType), field("city", DataTypes.StringType)),
                  answered())
              .toArray(StructField[]::new));

  private Notes() {}

  static void write(SparkSession spark) {
    List<Row> r = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      String review = i % 6 == 5 && i != 17 ? null : note(i % 18);
      r.add(row(review, i, i == 13 ? null : i % 6, i * 37 % 50 + 1));
    }
    List<Row> s =
        List.of(
            row("Shop 0 has a good film", 0, "Bonn"),
            row("Shop 1 has a poor game", 1, "Ulm"),
            row(note(0), 2, "Bonn"),
            row(null, 3, "Trier"),
            row("Shop 8 has a good book", 8, "Ulm"));
    spark.createDataFrame(r, R).repartition(3).write().mode(SaveMode.Overwrite).parquet(path("r"));
    spark.createDataFrame(s, S).coalesce(1).write().mode(SaveMode.Overwrite).parquet(path("s"));
  }

  static void register(SparkSession session) {
    session.read().schema(R).parquet(path("r")).createOrReplaceTempView("r");
    session.read().schema(S).parquet(path("s")).createOrReplaceTempView("s");
  }

  /** A view {@code streamed} of {@code r} that a streaming query reads a file at a time. */
  static void stream(SparkSession session) {
    session
        .readStream()
        .schema(R)
        .option("maxFilesPerTrigger", 1)
        .parquet(path("r"))
        .createOrReplaceTempView("streamed");
  }

  private static String note(int i) {
    return "Note %d is a %s %s"
        .formatted(i, i * 7 % 5 < 2 ? "good" : "poor", TOPICS.get(i % TOPICS.size()));
  }

  private static Row row(@Nullable String review, @Nullable Object... keys) {
    List<@Nullable Object> values = new ArrayList<>(java.util.Arrays.asList(keys));
    values.add(review);
    values.add(review == null ? null : review.contains("good"));
    values.add(review == null ? null : review.contains("film"));
    values.add(
        review == null ? null : TOPICS.stream().filter(review::contains).findFirst().orElseThrow());
    return RowFactory.create(values.toArray());
  }

  private static Stream<StructField> answered() {
    return Stream.of(
        field("review", DataTypes.StringType),
        field("says_good", DataTypes.BooleanType),
        field("says_film", DataTypes.BooleanType),
        field("says_topic", DataTypes.StringType));
  }

  private static StructField field(String name, org.apache.spark.sql.types.DataType type) {
    return new StructField(name, type, true, Metadata.empty());
  }

  private static String path(String name) {
    return Lab.folder("notes").resolve(name).toString();
  }
}
