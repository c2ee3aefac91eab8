package io.understudy.student;

import io.understudy.model.Features;
import io.understudy.model.RowInput;
import io.understudy.model.UnitVectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Made-up rows for the classes that have few, until each has as many as the largest, or {@value
 * #MOST_TIMES} times its own. They are made from the rows of a lesson and only teach: whoever
 * judges or compares never sees them. For embeddings alone.
 */
enum Oversampling {
  /**
   * A point on the way from a row to one of its nearest neighbours of the same class, back on the
   * unit sphere (SMOTE, Chawla et al. 2002).
   */
  SMOTE {
    @Override
    float[] near(float[] row, List<float[]> ofClass, SplittableRandom random) {
      List<float[]> neighbours =
          ofClass.stream()
              .filter(other -> other != row)
              .sorted(Comparator.comparingDouble(other -> -similarity(row, other)))
              .limit(NEIGHBOURS)
              .toList();
      if (neighbours.isEmpty()) {
        return row;
      }
      float[] other = neighbours.get(random.nextInt(neighbours.size()));
      float way = (float) random.nextDouble();
      float[] made = new float[row.length];
      for (int i = 0; i < made.length; i++) {
        made[i] = row[i] + way * (other[i] - row[i]);
      }
      return made;
    }
  },

  /** A row with Gaussian noise of a tenth of its length, as ScaleDoc does it. */
  NOISE {
    @Override
    float[] near(float[] row, List<float[]> ofClass, SplittableRandom random) {
      double deviation = LENGTH_OF_NOISE / Math.sqrt(row.length);
      float[] made = new float[row.length];
      for (int i = 0; i < made.length; i++) {
        made[i] = row[i] + (float) (deviation * random.nextGaussian());
      }
      return made;
    }
  };

  private static final int NEIGHBOURS = 5;
  private static final double LENGTH_OF_NOISE = 0.1;
  private static final int MOST_TIMES = 10;

  /**
   * A new row.
   *
   * @param row of length 1
   * @param ofClass all rows of its class, of length 1
   */
  abstract float[] near(float[] row, List<float[]> ofClass, SplittableRandom random);

  /** The lesson with the made-up rows behind its own. */
  Lesson of(Lesson lesson) {
    int[] counts = new int[lesson.classes()];
    for (int label : lesson.labels()) {
      counts[label]++;
    }
    int largest = Arrays.stream(counts).max().orElse(0);
    SplittableRandom random = new SplittableRandom(lesson.seed());
    List<Features> rows = new ArrayList<>(lesson.rows());
    IntStream.Builder labels = IntStream.builder();
    IntStream.of(lesson.labels()).forEach(labels::add);
    for (int label = 0; label < counts.length; label++) {
      int now = label;
      List<float[]> own =
          IntStream.range(0, lesson.labels().length)
              .filter(i -> lesson.labels()[i] == now)
              .mapToObj(i -> UnitVectors.floats(lesson.rows().get(i).vector()))
              .toList();
      int wanted = Math.min(largest, MOST_TIMES * own.size());
      for (int i = own.size(); i < wanted; i++) {
        rows.add(Features.ofVector(near(own.get(i % own.size()), own, random)));
        labels.add(label);
      }
    }
    return new Lesson(
        RowInput.EMBEDDING, rows, labels.build().toArray(), lesson.classes(), lesson.seed());
  }

  private static double similarity(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
