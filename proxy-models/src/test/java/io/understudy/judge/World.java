package io.understudy.judge;

import io.understudy.call.Promise;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table whose every answer is known, so that it can be seen whether a promise was kept. Each
 * element of {@code contents} is what a judge would see of that content.
 */
record World(int classes, List<JudgedRow> contents) {

  /** How a world is made; rates are probabilities. */
  record Recipe(
      int size,
      int classes,
      double trueShare,
      double falseNegatives,
      double falsePositives,
      boolean informative,
      int mostCopies) {

    Recipe weighted(int copies) {
      return new Recipe(
          size, classes, trueShare, falseNegatives, falsePositives, informative, copies);
    }
  }

  static World of(Recipe recipe, long seed) {
    Random random = new Random(seed);
    List<JudgedRow> contents = new ArrayList<>();
    for (int i = 0; i < recipe.size(); i++) {
      int llm =
          recipe.classes() == 2
              ? (random.nextDouble() < recipe.trueShare() ? 1 : 0)
              : random.nextInt(recipe.classes());
      double certainty = random.nextDouble();
      double rate = llm == 1 ? recipe.falseNegatives() : recipe.falsePositives();
      // The mean over certainties is the rate either way.
      double wrong = recipe.informative() ? rate * 4 * Math.pow(1 - certainty, 3) : rate;
      int proxy = random.nextDouble() < wrong ? (llm + 1) % recipe.classes() : llm;
      double score =
          recipe.classes() > 2
              ? 0.1 + 0.9 * certainty
              : 0.5 + (proxy == 1 ? 0.5 : -0.5) * (certainty + 1e-9);
      // Wrong rows are not heavier than others on average, but a few of them weigh a lot.
      int copies =
          recipe.mostCopies() == 1 || random.nextDouble() < 0.6
              ? 1
              : 1 + random.nextInt(recipe.mostCopies());
      contents.add(new JudgedRow(llm, proxy, score, copies));
    }
    return new World(recipe.classes(), contents);
  }

  /** One run: draws, judges, answers; the outcome says what the answers are worth. */
  Outcome play(
      List<Promise> promises,
      double confidence,
      int trained,
      int judged,
      double maxWeight,
      UnaryOperator<JudgedRow> glasses,
      long seed) {
    List<Integer> light = new ArrayList<>();
    for (int i = 0; i < contents.size(); i++) {
      if (contents.get(i).weight() <= maxWeight) {
        light.add(i);
      }
    }
    Collections.shuffle(light, new Random(seed));
    List<Integer> train = light.subList(0, trained);
    List<JudgedRow> judges =
        light.subList(trained, trained + judged).stream().map(contents::get).map(glasses).toList();
    double rows = contents.stream().mapToDouble(JudgedRow::weight).sum();
    double settledTrue =
        train.stream()
            .map(contents::get)
            .filter(row -> row.llm() == 1)
            .mapToDouble(JudgedRow::weight)
            .sum();
    Population population =
        new Population(
            contents.size(), trained + judged, (long) light.size() - trained, rows, settledTrue);
    Decision decision =
        Judge.decide(new JudgeInput(promises, confidence, classes, judges, maxWeight, population));
    Set<Integer> labelled =
        IntStream.range(0, trained + judged).mapToObj(light::get).collect(Collectors.toSet());
    return outcome(decision, labelled, maxWeight, promises);
  }

  /** What a run came to. */
  record Outcome(Decision decision, boolean kept, double callsShare) {}

  private Outcome outcome(
      Decision decision, Set<Integer> labelled, double maxWeight, List<Promise> promises) {
    double[] cells = new double[4];
    double right = 0;
    double all = 0;
    int asked = 0;
    for (int i = 0; i < contents.size(); i++) {
      JudgedRow row = contents.get(i);
      boolean served =
          !labelled.contains(i) && row.weight() <= maxWeight && decision.serves(row.score());
      int answer = served ? row.proxy() : row.llm();
      asked += served ? 0 : 1;
      all += row.weight();
      right += answer == row.llm() ? row.weight() : 0;
      if (classes == 2) {
        cells[2 * row.llm() + answer] += row.weight();
      }
    }
    double falsePositives = cells[1];
    double falseNegatives = cells[2];
    double truePositives = cells[3];
    boolean kept = true;
    for (Promise promise : promises) {
      double reached;
      if (promise instanceof Promise.F1) {
        reached = 2 * truePositives / (2 * truePositives + falsePositives + falseNegatives);
      } else if (promise instanceof Promise.Precision) {
        reached = truePositives / (truePositives + falsePositives);
      } else if (promise instanceof Promise.Recall) {
        reached = truePositives / (truePositives + falseNegatives);
      } else {
        reached = right / all;
      }
      kept &= reached >= promise.target();
    }
    return new Outcome(decision, kept, (double) asked / contents.size());
  }
}
