package io.understudy.benchmarks.speed;

import io.understudy.benchmarks.Benchmark;
import io.understudy.benchmarks.DataSet;
import io.understudy.benchmarks.DataSets;
import io.understudy.benchmarks.Figures;
import io.understudy.benchmarks.Options;
import io.understudy.benchmarks.Stand;
import io.understudy.embed.onnx.RawRuntime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Embedding in a query against ONNX Runtime by itself, for the encoders that ship: the same texts
 * and the same number of threads, in turn. And what more tasks than cores cost, and texts that
 * occur several times.
 */
public final class Embedding implements Benchmark {
  private static final List<String> MODELS = List.of("bge-small-en-v1.5", "all-minilm-l6-v2");
  private static final String SET = "sst2_llama";
  private static final int PARTITIONS = 16;
  private static final int COPIES = 4;
  private static final int RAW_BATCH = 64;
  private static final int TASKS = 2;

  @Override
  public String name() {
    return "embedding";
  }

  @Override
  public List<String> figures() {
    return List.of(
        "throughput_over_raw.MODEL",
        "throughput_over_raw_batches.MODEL",
        "texts_per_second.MODEL",
        "four_tasks_over_two.MODEL",
        "four_copies_over_one.MODEL");
  }

  @Override
  public void run(Options options, Figures figures) throws Exception {
    long wanted = options.rowsOr(List.of(options.quick() ? 1_200L : 4_000L)).get(0);
    Optional<DataSet> set =
        DataSets.usual().read(SET, SET, row -> true, Math.toIntExact(2 * wanted));
    if (set.isEmpty()) {
      return;
    }
    List<String> texts = set.get().byText().keySet().stream().limit(wanted).toList();
    int rounds = options.quick() ? 3 : 5;
    Map<String, Map<String, List<Double>>> all = new LinkedHashMap<>();
    for (int tasks : List.of(TASKS, 2 * TASKS)) {
      try (Stand stand = Stand.on(tasks)) {
        for (String model : MODELS) {
          if (options.wants(model)) {
            stand.spark().conf().set("spark.understudy.embedder", model);
            Map<String, List<Double>> seconds =
                all.computeIfAbsent(model, name -> new LinkedHashMap<>());
            Round each =
                tasks == TASKS
                    ? (raw, round) -> measure(stand.spark(), texts, raw, round)
                    : (raw, round) -> measureMoreTasks(stand.spark(), texts, raw, round);
            repeat(model, rounds, seconds, each);
          }
        }
      }
    }
    all.forEach((model, seconds) -> publish(model, seconds, texts.size(), figures));
  }

  /** One round's seconds by what was run. */
  private interface Round {
    Map<String, Double> seconds(RawRuntime raw, int round) throws Exception;
  }

  private static Map<String, Double> measure(
      SparkSession spark, List<String> texts, RawRuntime raw, int round) throws Exception {
    List<String> once = unheard(texts, "once in round " + round);
    Map<String, Double> seconds = new LinkedHashMap<>();
    seconds.put("raw", raw.seconds(once, TASKS, 1));
    seconds.put("spark", Timed.run(query(spark, once)));
    seconds.put("batches", raw.seconds(once, TASKS, RAW_BATCH));
    seconds.put("copied", Timed.run(query(spark, copies(unheard(texts, "copied in " + round)))));
    return seconds;
  }

  /** The raw run of the same round stands for how busy the machine was. */
  private static Map<String, Double> measureMoreTasks(
      SparkSession spark, List<String> texts, RawRuntime raw, int round) throws Exception {
    List<String> once = unheard(texts, "more in round " + round);
    Map<String, Double> seconds = new LinkedHashMap<>();
    seconds.put("raw for more", raw.seconds(once, TASKS, 1));
    seconds.put("more", Timed.run(query(spark, once)));
    return seconds;
  }

  /** The first round warms up. */
  private static void repeat(
      String model, int rounds, Map<String, List<Double>> secondsOut, Round each) throws Exception {
    try (RawRuntime raw = new RawRuntime(model)) {
      for (int round = 0; round <= rounds; round++) {
        Map<String, Double> now = each.seconds(raw, round);
        if (round > 0) {
          now.forEach((what, s) -> secondsOut.computeIfAbsent(what, w -> new ArrayList<>()).add(s));
        }
      }
    }
  }

  private static void publish(
      String model, Map<String, List<Double>> seconds, int texts, Figures figures) {
    List<Double> overRaw = ratios(seconds, "raw", "spark");
    figures.median("throughput_over_raw." + model, overRaw, "ratio");
    figures.median(
        "throughput_over_raw_batches." + model, ratios(seconds, "batches", "spark"), "ratio");
    figures.median(
        "texts_per_second." + model,
        seconds.getOrDefault("spark", List.of()).stream().map(s -> texts / s).toList(),
        "texts/s");
    List<Double> more = ratios(seconds, "raw for more", "more");
    figures.median(
        "four_tasks_over_two." + model,
        IntStream.range(0, more.size()).mapToObj(i -> more.get(i) / overRaw.get(i)).toList(),
        "ratio");
    figures.median("four_copies_over_one." + model, ratios(seconds, "copied", "spark"), "ratio");
  }

  private static List<Double> ratios(Map<String, List<Double>> seconds, String of, String over) {
    List<Double> upper = seconds.getOrDefault(of, List.of());
    List<Double> lower = seconds.getOrDefault(over, List.of());
    return IntStream.range(0, upper.size()).mapToObj(i -> upper.get(i) / lower.get(i)).toList();
  }

  /** Texts that no embedder of this JVM has met, and as long in each round. */
  private static List<String> unheard(List<String> texts, String when) {
    return texts.stream().map(text -> when + ": " + text).toList();
  }

  private static Dataset<Row> query(SparkSession spark, List<String> texts) {
    spark
        .createDataset(texts, Encoders.STRING())
        .repartition(PARTITIONS)
        .localCheckpoint()
        .toDF("text")
        .createOrReplaceTempView("texts");
    return spark.sql("SELECT AI.EMBED(text) FROM texts");
  }

  /** Each text several times, anywhere. */
  private static List<String> copies(List<String> texts) {
    List<String> copies = new ArrayList<>();
    for (int copy = 0; copy < COPIES; copy++) {
      copies.addAll(texts);
    }
    Collections.shuffle(copies, new Random(7));
    return copies;
  }
}
