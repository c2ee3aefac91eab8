package io.understudy.projection;

import io.understudy.judge.JudgedRow;
import io.understudy.label.HeldOut;
import io.understudy.label.Learner;
import io.understudy.model.Features;
import io.understudy.model.Scorer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Scores labelled rows by models that have not seen them, at several sizes. The training sets of a
 * fold are nested, so that the sizes differ by the labels that are added and by nothing else.
 */
public final class CrossValidation {
  private static final int FOLDS = 5;
  private static final int FOLDS_OF_MANY = 3;
  private static final int SIZES = 6;
  private static final int SIZES_OF_MANY = 4;

  /** Above this many classes a fit takes long enough to make fewer of them. */
  private static final int MANY = 2;

  private static final int SMALLEST = 10;
  private static final double LARGEST_OVER_SMALLEST = 10;

  /** Labels below which held-out rows say too little for any curve. */
  public static final int LEAST_LABELS = 40;

  private CrossValidation() {}

  /**
   * Trains and scores.
   *
   * @param seen rows of a uniform sample, in the order in which they were drawn
   * @param labels one class per row
   * @return empty where there are fewer than {@link #LEAST_LABELS} labels, or where they are so
   *     much alike that some fold has nothing to learn
   */
  public static Optional<Pilot> of(
      List<Features> seen, int[] labels, int classes, Learner learner) {
    int n = labels.length;
    int folds = classes > MANY ? FOLDS_OF_MANY : FOLDS;
    if (n < LEAST_LABELS) {
      return Optional.empty();
    }
    int[] sizes = sizes(n - (n + folds - 1) / folds, classes > MANY ? SIZES_OF_MANY : SIZES);
    boolean[][] right = new boolean[n][sizes.length];
    JudgedRow[] rows = new JudgedRow[n];
    for (int fold = 0; fold < folds; fold++) {
      int held = fold;
      List<Integer> others = IntStream.range(0, n).filter(i -> i % folds != held).boxed().toList();
      Scorer model = null;
      for (int size = 0; size < sizes.length; size++) {
        List<Integer> learnt = others.subList(0, sizes[size]);
        boolean last = size == sizes.length - 1;
        int first = labels[learnt.get(0)];
        if (learnt.stream().allMatch(i -> labels[i] == first)) {
          if (last) {
            return Optional.empty();
          }
          for (int i = held; i < n; i += folds) {
            right[i][size] = labels[i] == first;
          }
          continue;
        }
        model =
            learner.fit(
                learnt.stream().map(seen::get).toList(),
                learnt.stream().mapToInt(i -> labels[i]).toArray(),
                model);
        float[] probabilities = model.newScores();
        for (int i = held; i < n; i += folds) {
          JudgedRow row = HeldOut.judged(model, seen.get(i), labels[i], probabilities);
          right[i][size] = row.agrees();
          if (last) {
            rows[i] = row;
          }
        }
      }
    }
    return Optional.of(new Pilot(classes, sizes, right, List.of(rows)));
  }

  /** Log-spaced, ascending, different. */
  private static int[] sizes(int largest, int count) {
    double smallest = Math.max(SMALLEST, largest / LARGEST_OVER_SMALLEST);
    List<Integer> sizes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double share = i / (count - 1.0);
      sizes.add((int) Math.round(smallest * Math.pow(largest / smallest, share)));
    }
    return sizes.stream().distinct().mapToInt(Integer::intValue).toArray();
  }
}
