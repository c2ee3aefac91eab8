import static org.apache.spark.sql.functions.call_function;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Reads a Delta table of reviews, keeps the positive ones in another, and counts them by kind. */
public final class Reviews {
  private Reviews() {}

  public static void main(String[] arguments) {
    String folder = arguments[0];
    SparkSession spark = SparkSession.builder().appName("reviews").getOrCreate();
    Dataset<Row> reviews = spark.read().format("delta").load(folder + "/reviews");

    // expr and selectExpr take named arguments ...
    reviews
        .where(expr("AI.IF('Is it positive? ' || review, embeddings => emb)"))
        .write()
        .format("delta")
        .save(folder + "/positive");
    System.out.println(
        "positive: " + spark.read().format("delta").load(folder + "/positive").count());

    // ... and call_function takes columns by position.
    Column prompt = concat(lit("Is it positive? "), col("review"));
    Dataset<Row> few =
        reviews.where("id < 20").select(call_function("ai.if", prompt).as("positive"));
    System.out.println("positive among the first 20: " + few.where("positive").count());
    System.out.println("application: " + spark.sparkContext().applicationId());
    spark.stop();
  }
}
