package io.understudy.it;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.desc;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;

/** Queries that are built with the DataFrame API, in the shapes that it offers. */
final class DataFrameShapes {
  private static final List<Shape> SHAPES = new ArrayList<>();

  /** A query over the two tables and the columns (or calls) that answer about a review. */
  interface Query {
    Dataset<Row> over(Tables tables);
  }

  record Shape(String name, long calls, Query query) {}

  /** What a query may use. */
  record Tables(SparkSession session, Questions questions) {
    Dataset<Row> r() {
      return session.table("r");
    }

    Dataset<Row> s() {
      return session.table("s");
    }

    Column good() {
      return good("");
    }

    Column good(String alias) {
      return expr(questions.column("good", alias.isEmpty() ? "" : alias + "."));
    }

    Column topic() {
      return expr(questions.column("topic", ""));
    }
  }

  private DataFrameShapes() {}

  static List<Shape> all() {
    return List.copyOf(SHAPES);
  }

  private static void shape(String name, long calls, Query query) {
    SHAPES.add(new Shape(name, calls, query));
  }

  static {
    shape("filter", 16, t -> t.r().filter(t.good()));
    shape("filter by text", 16, t -> t.r().filter(t.questions().column("good", "")));
    shape("where not", 16, t -> t.r().where(not(t.good())));
    shape("select", 32, t -> t.r().select(col("id"), t.good(), t.topic().as("t")));
    shape(
        "selectExpr", 16, t -> t.r().selectExpr("id", t.questions().column("good", "") + " AS g"));
    shape("withColumn", 16, t -> t.r().withColumn("g", t.good()).where("g").drop("review"));
    shape(
        "withColumn over the column that is asked about",
        16,
        t -> t.r().withColumn("review", t.topic()).select("id", "review"));
    shape(
        "withColumns",
        32,
        t -> t.r().withColumns(Map.of("g", t.good(), "t", t.topic())).select("g", "t"));
    shape("withColumn, then dropped", 0, t -> t.r().withColumn("g", t.good()).drop("g"));
    shape(
        "withColumn, renamed",
        16,
        t -> t.r().withColumn("g", t.good()).withColumnRenamed("g", "h").groupBy("h").count());
    shape(
        "when, otherwise",
        16,
        t ->
            t.r()
                .select(
                    col("id"),
                    when(t.good(), "yes").when(t.good().isNull(), "unknown").otherwise("no")));
    shape(
        "struct and its field",
        32,
        t -> t.r().select(struct(t.good().as("g"), t.topic().as("t")).as("s")).select("s.*"));
    shape(
        "groupBy a call",
        16,
        t -> t.r().groupBy(t.topic().as("t")).agg(sum("price"), count(lit(1))));
    shape("agg", 32, t -> t.r().agg(count_if(t.good()), max(t.topic())));
    shape(
        "groupBy and agg",
        16,
        t -> t.r().groupBy("shop").agg(count_if(t.good()).as("n")).where("n > 1"));
    shape("rollup", 16, t -> t.r().rollup(t.topic().as("t"), col("shop")).count());
    shape("cube", 16, t -> t.r().cube(t.topic().as("t"), col("shop")).agg(max("price")));
    shape(
        "groupBy and pivot with values",
        16,
        t ->
            t.r()
                .withColumn("t", t.topic())
                .groupBy("shop")
                .pivot("t", List.of("book", "film"))
                .count());
    // Without the values Spark first asks for them with a query of its own; it pays once all the
    // same.
    shape(
        "groupBy and pivot without values",
        16,
        t ->
            t.r()
                .withColumn("t", t.topic())
                .where("t IS NOT NULL")
                .groupBy("shop")
                .pivot("t")
                .count());
    shape(
        "unpivot",
        32,
        t ->
            t.r()
                .select(col("id"), t.topic().as("t"), t.good().cast("string").as("g"))
                .unpivot(
                    new Column[] {col("id")},
                    new Column[] {col("t"), col("g")},
                    "question",
                    "answer"));
    shape(
        "join",
        11,
        t ->
            t.r()
                .as("a")
                .join(t.s().as("b"), col("a.shop").equalTo(col("b.shop")).and(t.good("a")))
                .select("a.id", "b.city"));
    shape(
        "join with answers of both",
        18,
        t ->
            t.r()
                .withColumn("g", t.good())
                .select("id", "shop", "g")
                .join(t.s().withColumn("h", t.good()).select("shop", "h"), "shop")
                .where("g OR h IS NULL OR NOT h"));
    shape(
        "left join, filtered above",
        3,
        t ->
            t.r()
                .as("a")
                .join(t.s().as("b"), col("a.shop").equalTo(col("b.shop")), "left")
                .where(t.good("b").isNull())
                .select("a.id"));
    shape(
        "semi join",
        11,
        t ->
            t.r()
                .where(t.good())
                .as("a")
                .join(t.s().as("b"), col("a.shop").equalTo(col("b.shop")), "left_semi"));
    shape(
        "anti join",
        15,
        t ->
            t.s()
                .as("b")
                .join(
                    t.r().where(t.good()).as("a"),
                    col("b.shop").equalTo(col("a.shop")),
                    "left_anti"));
    shape(
        "broadcast join",
        11,
        t -> t.r().as("a").join(broadcast(t.s().as("b")), "shop").where(t.good("a")).select("id"));
    shape(
        "cross join",
        16,
        t -> t.r().as("a").crossJoin(t.s().as("b")).where(t.good("a")).select("id", "city"));
    shape("union", 19, t -> t.r().select(t.topic()).union(t.s().select(t.topic())));
    shape(
        "unionByName with missing columns",
        19,
        t ->
            t.r()
                .select(col("id"), t.topic().as("t"))
                .unionByName(t.s().select(t.topic().as("t"), col("city")), true));
    shape(
        "intersect and except",
        16,
        t ->
            t.r()
                .where(t.good())
                .select("shop")
                .except(t.r().where(not(t.good())).select("shop").intersect(t.s().select("shop"))));
    shape("distinct", 16, t -> t.r().select(t.topic()).distinct());
    shape(
        "dropDuplicates of an answer",
        16,
        t -> t.r().select(t.topic().as("t")).dropDuplicates("t"));
    shape(
        "dropDuplicates, then asked",
        16,
        t -> t.r().select("review", "says_good").dropDuplicates().where(t.good()).select("review"));
    shape(
        "na.drop",
        16,
        t -> t.r().select(col("id"), t.good().as("g")).na().drop(new String[] {"g"}));
    shape("na.fill", 16, t -> t.r().select(col("id"), t.topic().as("t")).na().fill("none"));
    shape(
        "na.replace",
        16,
        t -> t.r().select(col("id"), t.topic().as("t")).na().replace("t", Map.of("book", "novel")));
    shape(
        "orderBy and limit",
        16,
        t -> t.r().orderBy(t.good().desc_nulls_last(), col("id")).limit(5));
    shape("limit, then asked", 5, t -> t.r().orderBy("id").limit(6).where(t.good().isNotNull()));
    shape(
        "offset",
        16,
        t ->
            t.r()
                .withColumn("g", t.good())
                .orderBy(desc("g"), col("id"))
                .offset(20)
                .select("id", "g"));
    shape(
        "repartition by an answer",
        16,
        t ->
            t.r()
                .select(col("id"), t.topic().as("t"))
                .repartition(3, col("t"))
                .sortWithinPartitions("t"));
    shape(
        "window",
        16,
        t ->
            t.r()
                .withColumn("k", row_number().over(Window.partitionBy(t.topic()).orderBy("id")))
                .where("k = 1")
                .select("id", "k"));
    shape("cached input", 16, t -> t.r().cache().where(t.good()));
    shape(
        "cached answers",
        16,
        t ->
            t.r()
                .select(col("id"), t.good().as("g"))
                .persist(StorageLevel.MEMORY_ONLY())
                .where("g"));
    shape("checkpointed input", 16, t -> t.r().checkpoint().where(t.good()));
    shape(
        "locally checkpointed input",
        16,
        t -> t.r().localCheckpoint().select(col("id"), t.topic()));
    shape(
        "checkpointed answers",
        16,
        t -> t.r().select(col("id"), t.good().as("g")).checkpoint().where("g"));
    shape(
        "lazily checkpointed answers",
        16,
        t -> t.r().select(col("id"), t.good().as("g")).localCheckpoint(false).where("g"));
    shape("toDF", 16, t -> t.r().select(col("id"), t.good()).toDF("a", "b").where("b"));
    shape(
        "typed filter and map",
        16,
        t ->
            t.r()
                .where(t.good())
                .select("id")
                .as(Encoders.INT())
                .filter((FilterFunction<Integer>) id -> id > 2)
                .map((MapFunction<Integer, String>) id -> "#" + id, Encoders.STRING())
                .toDF("name"));
    shape(
        "asked after a typed map",
        16,
        t ->
            t.r()
                .select("review", "says_good")
                .map(
                    (MapFunction<Row, Row>) row -> row,
                    t.r().select("review", "says_good").encoder())
                .where(t.good()));
    shape(
        "local data",
        2,
        t ->
            t.session()
                .createDataset(List.of("good", "poor", "good"), Encoders.STRING())
                .toDF("review")
                .withColumn("says_good", expr("contains(review, 'good')"))
                .select(t.good()));
    shape(
        "a UDF below and above",
        16,
        t ->
            t.r()
                .withColumn("review", same().apply(col("review")))
                .where(same().apply(t.topic()).equalTo("film"))
                .select("id"));
    shape(
        "scalar subquery",
        16,
        t -> t.s().select(col("shop"), t.r().where(t.good()).select(count(lit(1))).scalar()));
    shape(
        "exists",
        16,
        t ->
            t.s()
                .as("b")
                .where(
                    t.r().where(col("shop").equalTo(col("b.shop").outer()).and(t.good())).exists())
                .select("b.shop"));
    shape(
        "lateral join",
        16,
        t ->
            t.s()
                .as("b")
                .lateralJoin(
                    t.r()
                        .where(col("shop").equalTo(col("b.shop").outer()).and(t.good()))
                        .select("id"))
                .select("city", "id"));
    shape("a temporary view", 16, t -> viewed(t.r().withColumn("g", t.good()), t.session()));
    shape("a hint", 16, t -> t.r().hint("rebalance").where(t.good()).select("id"));
    shape(
        "an observation",
        16,
        t -> t.r().observe(new Observation(), count_if(t.good()).as("n")).select("id"));
  }

  private static Dataset<Row> viewed(Dataset<Row> data, SparkSession session) {
    data.createOrReplaceTempView("judged");
    return session.sql("SELECT g, count(*) FROM judged GROUP BY g");
  }

  private static org.apache.spark.sql.expressions.UserDefinedFunction same() {
    return udf((UDF1<String, String>) text -> text, DataTypes.StringType);
  }
}
