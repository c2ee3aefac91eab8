package io.understudy.benchmarks.coverage;

import io.understudy.benchmarks.Benchmark;
import io.understudy.benchmarks.DataSets;
import io.understudy.benchmarks.Figures;
import io.understudy.benchmarks.Options;
import io.understudy.benchmarks.Places;
import io.understudy.benchmarks.Stand;
import io.understudy.benchmarks.Vectors;
import io.understudy.call.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * How often promises are broken on recorded answers, over hundreds of draws, and at which price.
 */
public final class Coverage implements Benchmark {
  private static final int SEEDS = 200;
  private static final int QUICK_SEEDS = 10;

  /** Draws that BARGAIN is run on as well. */
  private static final int COMPARED = 20;

  private static final double CONFIDENCE = 0.9;

  @Override
  public String name() {
    return "coverage";
  }

  @Override
  public List<String> figures() {
    return List.of(
        "violations.SET.PROMISE",
        "violation_rate_upper.SET.PROMISE",
        "calls_share.SET.PROMISE",
        "reached.SET.PROMISE",
        "bargain.calls_share.SET.PROMISE",
        "bargain.violations.SET.PROMISE");
  }

  @Override
  public void run(Options options, Figures figures) throws Exception {
    int seeds = options.seeds() > 0 ? options.seeds() : options.quick() ? QUICK_SEEDS : SEEDS;
    Optional<Bargain> bargain = Bargain.installed();
    List<RecordedSets.Wanted> sets = new RecordedSets(DataSets.usual(), options).all();
    if (sets.isEmpty()) {
      throw new IllegalArgumentException(
          "nothing to play: --only names no set that is there, or no promise of it");
    }
    for (RecordedSets.Wanted wanted : sets) {
      Recorded set = read(wanted);
      for (Map.Entry<String, Promise> promise : wanted.promises().entrySet()) {
        Play play = new Play(set, promise.getValue(), CONFIDENCE);
        List<Play.Outcome> outcomes = play(play, seeds);
        String name = set.name() + "." + promise.getKey();
        publish(figures, name, outcomes);
        if (bargain.isPresent() && promise.getValue() instanceof Promise.Accuracy accuracy) {
          List<Bargain.Outcome> theirs = new ArrayList<>();
          for (int seed = 0; seed < Math.min(COMPARED, seeds); seed++) {
            theirs.add(
                bargain.get().run(set, outcomes.get(seed), accuracy.target(), CONFIDENCE, seed));
          }
          figures.mean(
              "bargain.calls_share." + name,
              theirs.stream().map(Bargain.Outcome::calls).toList(),
              "calls per different text");
          figures.number(
              "bargain.violations." + name,
              theirs.stream().filter(outcome -> !outcome.kept()).count(),
              "of " + theirs.size() + " draws");
        }
      }
    }
  }

  private static void publish(Figures figures, String name, List<Play.Outcome> outcomes) {
    int broken = (int) outcomes.stream().filter(outcome -> !outcome.kept()).count();
    figures.number("violations." + name, broken, "of " + outcomes.size() + " draws");
    figures.number(
        "violation_rate_upper." + name,
        Tail.upperLimit(broken, outcomes.size()),
        "upper limit at 95%");
    figures.mean(
        "calls_share." + name,
        outcomes.stream().map(Play.Outcome::calls).toList(),
        "calls per different text");
    figures.mean(
        "reached." + name,
        outcomes.stream().map(Play.Outcome::reached).toList(),
        "promised measure");
    System.err.printf(
        Locale.ROOT,
        "%s: broken %d of %d, calls %.4f, to learn from %.0f, to judge by %.0f, %s%n",
        name,
        broken,
        outcomes.size(),
        outcomes.stream().mapToDouble(Play.Outcome::calls).average().orElse(Double.NaN),
        outcomes.stream().mapToDouble(Play.Outcome::learnt).average().orElse(Double.NaN),
        outcomes.stream().mapToDouble(Play.Outcome::judged).average().orElse(Double.NaN),
        outcomes.stream()
            .collect(
                Collectors.groupingBy(
                    Play.Outcome::decision, TreeMap::new, Collectors.counting())));
  }

  private static Recorded read(RecordedSets.Wanted wanted) throws Exception {
    try (Stand stand = Stand.open()) {
      Vectors vectors = new Vectors(stand.spark(), Places.cache().resolve("embeddings"));
      return wanted.recorded(vectors.byId(wanted.data()));
    }
  }

  private static List<Play.Outcome> play(Play play, int seeds)
      throws InterruptedException, ExecutionException {
    ExecutorService threads =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try {
      List<Future<Play.Outcome>> running = new ArrayList<>();
      for (int seed = 0; seed < seeds; seed++) {
        long now = seed;
        running.add(threads.submit(() -> play.play(now)));
      }
      List<Play.Outcome> outcomes = new ArrayList<>();
      for (Future<Play.Outcome> one : running) {
        outcomes.add(one.get());
      }
      return outcomes;
    } finally {
      threads.shutdownNow();
    }
  }
}
