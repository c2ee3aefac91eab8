package io.understudy.benchmarks.quality;

import static org.apache.spark.sql.functions.col;

import io.understudy.benchmarks.DataSet;
import io.understudy.benchmarks.ReplayOracle;
import io.understudy.benchmarks.Scores;
import io.understudy.benchmarks.Stand;
import io.understudy.spark.stage.AiStageExec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.execution.SparkPlan;
import scala.jdk.javaapi.CollectionConverters;

/** Runs one query and compares its answers with those of the LLM and of people. */
final class Experiment {
  private static final String VIEW = "benchmark_rows";

  /** Of the noise in what stands in for an LLM: one LLM per set, whatever the sample's seed. */
  static final long NOISE_SEED = 7;

  private final Stand stand;

  Experiment(Stand stand) {
    this.stand = stand;
  }

  /**
   * Runs a task's query.
   *
   * @param table of the task, with id, text and emb
   */
  Outcome run(Task task, Dataset<Row> table, Terms terms, long seed) {
    ReplayOracle llm = ReplayOracle.of(task.data(), task.labels(), task.noise(), NOISE_SEED);
    stand.use(llm);
    table.createOrReplaceTempView(VIEW);
    stand.spark().conf().set("spark.understudy.seed", Long.toString(seed));
    terms.settings().forEach((key, value) -> stand.spark().conf().set(key, value));
    try {
      return measured(task, table, terms, seed, llm);
    } finally {
      terms.settings().keySet().forEach(key -> stand.spark().conf().unset(key));
    }
  }

  private Outcome measured(
      Task task, Dataset<Row> table, Terms terms, long seed, ReplayOracle llm) {
    Dataset<Row> query = stand.spark().sql(task.sql(VIEW, terms));
    long started = System.nanoTime();
    Map<String, String> answered = answers(query.collectAsList());
    double seconds = (System.nanoTime() - started) / 1e9;
    long calls = stand.server().requests();
    if (llm.strangers() > 0) {
      throw new IllegalStateException(
          "the LLM was asked about " + llm.strangers() + " texts that the set does not have");
    }
    Row run = lastRun();
    Optional<Map<String, String>> alone = alone(task, query, table);

    List<DataSet.Item> rows = task.data().rows();
    List<String> people = rows.stream().map(task::people).toList();
    List<String> said = rows.stream().map(row -> llm.answer(row.text())).toList();
    List<String> answers = in(rows, answered);
    double agreement = Scores.agreement(answers, said);
    return new Outcome(
        task,
        terms,
        seed,
        task.f1(answers, people),
        task.f1(said, people),
        alone.map(proxy -> task.f1(in(rows, proxy), people)).orElse(Double.NaN),
        agreement,
        alone.map(proxy -> Scores.agreement(in(rows, proxy), said)).orElse(Double.NaN),
        task.isYesNo() && !terms.accuracy() ? task.f1(answers, said) : agreement,
        (double) calls / task.data().byText().size(),
        run.getLong(2),
        run.getLong(3),
        seconds,
        run.getString(0),
        run.getString(1));
  }

  private Row lastRun() {
    List<Row> runs =
        stand
            .spark()
            .sql("SELECT decision, reason, rows_label, rows_failed FROM understudy_runs()")
            .collectAsList();
    return runs.get(runs.size() - 1);
  }

  /** The answers of the understudy that the query trained, to every row. */
  private static Optional<Map<String, String>> alone(
      Task task, Dataset<Row> query, Dataset<Row> table) {
    SparkPlan plan =
        ((org.apache.spark.sql.classic.Dataset<Row>) query).queryExecution().executedPlan();
    // Classes without a label are not in the model, and its numbers then mean other classes.
    return stage(plan)
        .flatMap(AiStageExec::understudy)
        .filter(model -> model.numClasses() == task.categories().size())
        .map(model -> predictions(task, model, table));
  }

  private static Map<String, String> predictions(
      Task task, LogisticRegressionModel model, Dataset<Row> table) {
    Dataset<Row> features =
        table.select(
            col("id"), org.apache.spark.ml.functions.array_to_vector(col("emb")).as("features"));
    Map<String, String> predictions = new HashMap<>();
    for (Row row : model.transform(features).select("id", "prediction").collectAsList()) {
      int label = (int) row.getDouble(1);
      predictions.put(
          row.getString(0),
          task.isYesNo() ? Boolean.toString(label == 1) : task.categories().get(label));
    }
    return predictions;
  }

  private static Optional<AiStageExec> stage(SparkPlan plan) {
    if (plan instanceof AiStageExec stage) {
      return Optional.of(stage);
    }
    return CollectionConverters.asJava(plan.children()).stream()
        .flatMap(child -> stage(child).stream())
        .findFirst();
  }

  private static Map<String, String> answers(List<Row> rows) {
    Map<String, String> answers = new HashMap<>();
    for (Row row : rows) {
      answers.put(row.getString(0), row.isNullAt(1) ? "" : row.getString(1));
    }
    return answers;
  }

  private static List<String> in(List<DataSet.Item> rows, Map<String, String> answers) {
    return rows.stream().map(row -> answers.getOrDefault(row.id(), "")).toList();
  }
}
