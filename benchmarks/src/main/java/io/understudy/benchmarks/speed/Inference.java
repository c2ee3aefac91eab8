package io.understudy.benchmarks.speed;

import static org.apache.spark.sql.functions.col;

import io.understudy.benchmarks.Benchmark;
import io.understudy.benchmarks.Figures;
import io.understudy.benchmarks.Options;
import io.understudy.benchmarks.Stand;
import io.understudy.localllm.KeywordOracle;
import io.understudy.spark.stage.AiStageExec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.types.DataTypes;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What the answers of an accepted understudy cost above reading the rows. Everything that is
 * compared is run in turn, several rounds of it; figures are medians of the rounds' own ratios.
 */
public final class Inference implements Benchmark {
  private static final String CALL =
      "AI.IF('Is it good? ' || review, embeddings => emb, accuracy_target => 0.9)";
  private static final String SCAN = "SELECT id FROM reviews WHERE emb[0] > 0";
  private static final String FILTER = "SELECT id FROM reviews WHERE " + CALL;
  private static final String ONE_CALL = "SELECT id, " + CALL + " AS first FROM reviews";
  private static final String TWO_CALLS =
      "SELECT id, "
          + CALL
          + " AS first, AI.CLASSIFY(review, array('good', 'poor'), embeddings => emb,"
          + " accuracy_target => 0.9) AS second FROM reviews";

  @Override
  public String name() {
    return "inference";
  }

  @Override
  public List<String> figures() {
    return List.of(
        "proxy_over_scan.FORMAT",
        "udf_over_proxy",
        "mllib_over_proxy",
        "two_calls_over_one",
        "scan_seconds.FORMAT",
        "proxy_over_scan.long",
        "spared_over_read.long",
        "overhead_over_scan.ROWS",
        "overhead_seconds.ROWS.STEP");
  }

  @Override
  public void run(Options options, Figures figures) {
    List<Long> sizes = options.rowsOr(List.of(options.quick() ? 100_000L : 1_000_000L));
    int rounds = options.quick() ? 5 : 7;
    try (Stand stand = Stand.open()) {
      stand.use(new KeywordOracle("good"));
      // Spark would answer a second action from what the first one shuffled or decided.
      stand.spark().conf().set("spark.sql.adaptive.enabled", "false");
      for (String format : List.of("parquet", "delta")) {
        if (options.wants(format)) {
          Reviews.open(stand.spark(), format, sizes.get(0));
          measure(stand.spark(), format, rounds, figures);
        }
      }
      if (options.wants("long")) {
        // A new model: labels of the other tables' texts would be looked for among these.
        stand.use(new KeywordOracle("good"));
        Reviews.openLong(stand.spark(), sizes.get(0) / 5);
        measureLong(stand.spark(), rounds, figures);
      }
      if (options.wants("overhead")) {
        for (long rows : sizes) {
          Reviews.open(stand.spark(), "parquet", rows);
          new Overhead(stand, CALL, rows).measure(options.quick() ? 3 : 5, figures);
        }
      }
    }
  }

  /** Long texts, which the call leaves on the disk unless somebody else looks at them. */
  private static void measureLong(SparkSession spark, int rounds, Figures figures) {
    Map<String, Dataset<Row>> queries = new LinkedHashMap<>();
    queries.put("scan", spark.sql(SCAN));
    queries.put("proxy", spark.sql(FILTER));
    queries.put("reading", spark.sql(FILTER + " AND octet_length(review) > 0"));
    Map<String, List<Double>> seconds = inTurn(queries, rounds);
    figures.median("proxy_over_scan.long", ratios(seconds, "proxy", "scan"), "ratio");
    figures.median("spared_over_read.long", ratios(seconds, "proxy", "reading"), "ratio");
  }

  private static void measure(SparkSession spark, String format, int rounds, Figures figures) {
    Dataset<Row> scan = spark.sql(SCAN);
    Dataset<Row> proxy = spark.sql(FILTER);
    Timed.run(proxy);
    Map<String, Dataset<Row>> queries = new LinkedHashMap<>();
    queries.put("scan", scan);
    queries.put("proxy", proxy);
    if (format.equals("parquet")) {
      LogisticRegressionModel model = understudy(proxy);
      queries.put("one", spark.sql(ONE_CALL));
      queries.put("two", spark.sql(TWO_CALLS));
      queries.put("udf", byUdf(spark, model));
      queries.put("mllib", byMllib(spark, model));
    }
    Map<String, List<Double>> seconds = inTurn(queries, rounds);
    figures.median("scan_seconds." + format, of(seconds, "scan"), "s");
    figures.median("proxy_over_scan." + format, ratios(seconds, "proxy", "scan"), "ratio");
    if (format.equals("parquet")) {
      figures.median("udf_over_proxy", ratios(seconds, "udf", "proxy"), "ratio");
      figures.median("mllib_over_proxy", ratios(seconds, "mllib", "proxy"), "ratio");
      figures.median("two_calls_over_one", ratios(seconds, "two", "one"), "ratio");
    }
  }

  /** Seconds of each query in each round, after two to warm up. */
  private static Map<String, List<Double>> inTurn(Map<String, Dataset<Row>> queries, int rounds) {
    queries.values().forEach(Timed::run);
    queries.values().forEach(Timed::run);
    Map<String, List<Double>> seconds = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      queries.forEach(
          (name, query) ->
              seconds.computeIfAbsent(name, n -> new ArrayList<>()).add(Timed.run(query)));
    }
    return seconds;
  }

  private static List<Double> ratios(Map<String, List<Double>> seconds, String of, String over) {
    List<Double> upper = of(seconds, of);
    List<Double> lower = of(seconds, over);
    return IntStream.range(0, upper.size()).mapToObj(i -> upper.get(i) / lower.get(i)).toList();
  }

  private static List<Double> of(Map<String, List<Double>> seconds, String name) {
    return Objects.requireNonNull(seconds.get(name));
  }

  /** The same model as a function that gets a row's floats as Spark hands them to Java. */
  private static Dataset<Row> byUdf(SparkSession spark, LogisticRegressionModel model) {
    double[] weights = model.coefficients().toArray();
    double intercept = model.intercept();
    UDF1<Seq<Float>, Boolean> scored =
        vector -> {
          double product = 0;
          double squares = 0;
          for (int d = 0; d < weights.length; d++) {
            float entry = vector.apply(d);
            product += entry * weights[d];
            squares += (double) entry * entry;
          }
          return product / Math.sqrt(squares) + intercept > 0;
        };
    spark.udf().register("scored", scored, DataTypes.BooleanType);
    return spark.sql("SELECT id FROM reviews WHERE scored(emb)");
  }

  private static Dataset<Row> byMllib(SparkSession spark, LogisticRegressionModel model) {
    Dataset<Row> features =
        spark
            .table("reviews")
            .select(
                col("id"),
                org.apache.spark.ml.functions.array_to_vector(col("emb")).as("features"));
    return model.transform(features).where("prediction = 1").select("id");
  }

  private static LogisticRegressionModel understudy(Dataset<Row> query) {
    SparkPlan plan =
        ((org.apache.spark.sql.classic.Dataset<Row>) query).queryExecution().executedPlan();
    return stage(plan)
        .flatMap(AiStageExec::understudy)
        .orElseThrow(() -> new IllegalStateException("no understudy plays in " + plan));
  }

  private static Optional<AiStageExec> stage(SparkPlan plan) {
    if (plan instanceof AiStageExec stage) {
      return Optional.of(stage);
    }
    return CollectionConverters.asJava(plan.children()).stream()
        .flatMap(child -> stage(child).stream())
        .findFirst();
  }
}
