package io.understudy.benchmarks.quality;

import io.understudy.benchmarks.Benchmark;
import io.understudy.benchmarks.DataSets;
import io.understudy.benchmarks.Figures;
import io.understudy.benchmarks.Options;
import io.understudy.benchmarks.Places;
import io.understudy.benchmarks.Stand;
import io.understudy.benchmarks.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How the answers grow with the labels: nothing is promised or judged. For each number of labels
 * they are bought as a query with 1,000 of them begins, round by round, and the model of the last
 * round answers what is not labelled.
 */
public final class Curve implements Benchmark {
  /** How near to the LLM's own F1 is near. */
  private static final double NEAR = 0.99;

  private static final int SEEDS = 3;

  @Override
  public String name() {
    return "curve";
  }

  @Override
  public List<String> figures() {
    return List.of("answers_f1_ratio.SET.LABELS", "answers_agreement.SET.LABELS", "near_share.SET");
  }

  @Override
  public void run(Options options, Figures figures) throws Exception {
    int seeds = options.seeds() > 0 ? options.seeds() : options.quick() ? 1 : SEEDS;
    try (Stand stand = Stand.open()) {
      Vectors vectors = new Vectors(stand.spark(), Places.cache().resolve("embeddings"));
      for (Task task : new Tasks(DataSets.usual(), options).all()) {
        publish(task, LabelledGrowth.of(task, vectors.byId(task.data())), seeds, figures);
      }
    }
  }

  private static void publish(Task task, LabelledGrowth growth, int seeds, Figures figures) {
    Map<Integer, List<LabelledGrowth.Point>> bySize = new TreeMap<>();
    for (int seed = 1; seed <= seeds; seed++) {
      for (LabelledGrowth.Point point : growth.grow(seed)) {
        bySize.computeIfAbsent(point.labels(), size -> new ArrayList<>()).add(point);
      }
    }
    int near = 0;
    for (Map.Entry<Integer, List<LabelledGrowth.Point>> size : bySize.entrySet()) {
      List<Double> ratios = size.getValue().stream().map(LabelledGrowth.Point::f1Ratio).toList();
      List<Double> agreements =
          size.getValue().stream().map(LabelledGrowth.Point::agreement).toList();
      String name = task.name() + "." + size.getKey();
      figures.mean("answers_f1_ratio." + name, ratios, "F1 over the LLM's");
      figures.mean("answers_agreement." + name, agreements, "share of rows");
      double mean = ratios.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
      near = near == 0 && mean >= NEAR ? size.getKey() : near;
      System.err.printf(
          Locale.ROOT, "%s: %d labels, F1 over the LLM's %.3f%n", task.name(), size.getKey(), mean);
    }
    if (near > 0) {
      figures.number(
          "near_share." + task.name(), near / (double) growth.texts(), "labels per text");
    }
  }
}
