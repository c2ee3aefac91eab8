package io.understudy.projection;

import io.understudy.judge.JudgedRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * A table that the pilot's rows may have been drawn from (Rubin's Bayesian bootstrap, 1981): each
 * row stands for a part of it whose size is drawn. To them comes a row that is wrong at a random
 * certainty, with half the weight of a row, because none seen does not mean that there are none.
 */
final class DrawnTable {
  private static final double UNSEEN = 0.5;

  /**
   * By how much, at most, wrong rows move towards the uncertain end; drawn, up to what was seen.
   */
  private static final double MOST_SHARPER = 0.6;

  /** Distance of the errors' mean place from the middle at which certainty tells them clearly. */
  private static final double CLEARLY_TELLING = 0.2;

  private final int classes;
  private final List<Place> places;

  /**
   * @param row with a score that says how certain it is among all rows, without ties
   * @param weight part of the table, in [0, 1]
   * @param lasting whether it is wrong by noise, which no label takes away
   */
  record Place(JudgedRow row, double weight, boolean lasting) {
    boolean wrong() {
      return !row.agrees();
    }

    Place times(double factor) {
      return new Place(row, weight * factor, lasting);
    }
  }

  private DrawnTable(int classes, List<Place> places) {
    this.classes = classes;
    this.places = places;
  }

  /**
   * Draws a table. Of the errors in the certain half a drawn part is taken for noise, which lies as
   * thick in the uncertain half, if there are as many errors, and stays where it is. The others are
   * a model's that knew too little: models that learn from more labels, uncertain ones above all,
   * make fewer of them, and know better where.
   */
  static DrawnTable draw(Pilot pilot, Random random) {
    List<JudgedRow> rows = new ArrayList<>(pilot.rows());
    int classes = pilot.classes();
    rows.sort(Comparator.comparingDouble(row -> certainty(classes, row)));
    int n = rows.size();
    double[] weights = new double[n];
    double[] wrongInHalf = new double[2];
    for (int i = 0; i < n; i++) {
      weights[i] = exponential(random);
      wrongInHalf[2 * i / n] += rows.get(i).agrees() ? 0 : weights[i];
    }
    double noise = random.nextDouble();
    double[] noiseInHalf = {
      wrongInHalf[0] == 0 ? 0 : Math.min(1, noise * wrongInHalf[1] / wrongInHalf[0]), noise
    };
    double sharper = 1 + MOST_SHARPER * random.nextDouble() * telling(rows);
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      JudgedRow row = rows.get(i);
      double rank = (i + random.nextDouble()) / n;
      boolean lasting = !row.agrees() && random.nextDouble() < noiseInHalf[2 * i / n];
      double moved = row.agrees() || lasting ? rank : Math.pow(rank, sharper);
      places.add(place(classes, row, moved, weights[i], lasting));
    }
    JudgedRow like = rows.get(random.nextInt(n));
    int other = (like.proxy() + 1 + random.nextInt(classes - 1)) % classes;
    places.add(
        place(
            classes,
            JudgedRow.single(other, like.proxy(), like.score()),
            random.nextDouble(),
            UNSEEN * exponential(random),
            /* lasting= */ false));
    return new DrawnTable(classes, scaled(places, place -> 1));
  }

  /**
   * From 0, where certainty says nothing of errors, to 1, where they stand far below the middle.
   */
  private static double telling(List<JudgedRow> uncertainFirst) {
    int n = uncertainFirst.size();
    double rank =
        IntStream.range(0, n)
            .filter(i -> !uncertainFirst.get(i).agrees())
            .mapToDouble(i -> (i + 0.5) / n)
            .average()
            .orElse(0);
    return Math.max(0, Math.min(1, (0.5 - rank) / CLEARLY_TELLING));
  }

  /**
   * The same table with another share of wrong rows. Of fewer, noise is the last to go; where there
   * are more, all kinds are.
   */
  DrawnTable withError(double error) {
    double wrong = weight(Place::wrong);
    if (wrong >= 1) {
      return this;
    }
    double noise = weight(Place::lasting);
    double kept = error > wrong ? noise * error / wrong : Math.min(noise, error);
    double ofNoise = noise == 0 ? 0 : kept / noise;
    double ofOthers = wrong == noise ? 0 : (error - kept) / (wrong - noise);
    double ofRight = (1 - error) / (1 - wrong);
    return new DrawnTable(
        classes,
        scaled(places, place -> place.lasting() ? ofNoise : place.wrong() ? ofOthers : ofRight));
  }

  private double weight(Predicate<Place> which) {
    return places.stream().filter(which).mapToDouble(Place::weight).sum();
  }

  /** The rows with weights that sum to their number. */
  List<JudgedRow> rows() {
    return places.stream()
        .map(
            place ->
                new JudgedRow(
                    place.row().llm(),
                    place.row().proxy(),
                    place.row().score(),
                    place.weight() * places.size()))
        .toList();
  }

  /** Share of rows that the LLM calls true. */
  double trueShare() {
    return trueWeight(places);
  }

  /** The rows in the order in which they are asked: least certain or likeliest true first. */
  List<Place> order(boolean trueFirst) {
    List<Place> order = new ArrayList<>(places);
    order.sort(
        Comparator.comparingDouble(
            place -> trueFirst ? -place.row().score() : certainty(classes, place.row())));
    return order;
  }

  /** What is left after a part of the table has been asked; its weights sum to the rest. */
  static List<Place> after(List<Place> order, double part) {
    List<Place> left = new ArrayList<>();
    double passed = 0;
    for (Place place : order) {
      double over = passed + place.weight() - part;
      if (over > 0) {
        left.add(new Place(place.row(), Math.min(over, place.weight()), place.lasting()));
      }
      passed += place.weight();
    }
    return left;
  }

  /** The rows after a part of the true ones has been found. */
  static List<Place> withoutTrue(List<Place> rows, double part) {
    return rows.stream()
        .map(place -> place.row().llm() == 1 ? place.times(1 - part) : place)
        .toList();
  }

  /** Share of wrong rows around a place in the order, from one twentieth of the table each way. */
  static double wrongAt(List<Place> order, double part) {
    double passed = 0;
    double wrong = 0;
    double all = 0;
    for (Place place : order) {
      if (passed >= part - 0.05 && passed <= part + 0.05) {
        all += place.weight();
        wrong += place.wrong() ? place.weight() : 0;
      }
      passed += place.weight();
    }
    return all == 0 ? 0 : wrong / all;
  }

  static double trueWeight(List<Place> rows) {
    double weight = 0;
    for (Place place : rows) {
      weight += place.row().llm() == 1 ? place.weight() : 0;
    }
    return weight;
  }

  /** Times a factor each, so that all weights sum to 1. */
  private static List<Place> scaled(List<Place> places, ToDoubleFunction<Place> factor) {
    double sum =
        places.stream().mapToDouble(place -> place.weight() * factor.applyAsDouble(place)).sum();
    return places.stream().map(place -> place.times(factor.applyAsDouble(place) / sum)).toList();
  }

  private static Place place(
      int classes, JudgedRow row, double rank, double weight, boolean lasting) {
    double score = classes != 2 ? rank : row.proxy() == 1 ? 0.5 + rank / 2 : 0.5 - rank / 2;
    return new Place(new JudgedRow(row.llm(), row.proxy(), score, 1), weight, lasting);
  }

  private static double certainty(int classes, JudgedRow row) {
    return classes == 2 ? Math.abs(row.score() - 0.5) : row.score();
  }

  private static double exponential(Random random) {
    return -Math.log(1 - random.nextDouble());
  }
}
