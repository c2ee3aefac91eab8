package io.understudy.benchmarks.speed;

import io.understudy.model.LinearKernel;
import io.understudy.model.LinearModel;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * For JMH: the product of an understudy over rows that lie one after the other in one array, and
 * for comparison a plain sum over the same memory. Each operation goes over all rows.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class KernelLoop {
  static final int DIMENSION = 384;

  /** Numbers of classes. */
  @Param("2")
  public int classes = 2;

  /** Where the rows lie. */
  @Param("CACHE")
  public Place place = Place.CACHE;

  private LinearKernel kernel = kernel(2, new Random(0));
  private float[] values = new float[0];
  private int[] words = new int[0];

  /** How many rows there are, and so where they come from when they are read again. */
  public enum Place {
    /** 128 MiB, which no cache holds. */
    MEMORY(87_381),
    /** 150 kB, which the second level of most caches holds. */
    CACHE(100);

    final int rows;

    Place(int rows) {
      this.rows = rows;
    }
  }

  /** Makes the rows and a model. */
  @Setup
  public void fill() {
    Random random = new Random(3);
    kernel = kernel(classes, random);
    values = new float[place.rows * DIMENSION];
    words = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() - 0.5f;
      words[i] = i;
    }
  }

  private static LinearKernel kernel(int classes, Random random) {
    int margins = classes == 2 ? 1 : classes;
    float[] weights = new float[margins * DIMENSION];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = random.nextFloat() - 0.5f;
    }
    return new LinearKernel(new LinearModel(DIMENSION, classes, weights, new float[margins]));
  }

  /** The classes of all rows. */
  @Benchmark
  public long labels() {
    long labels = 0;
    for (int row = 0; row < place.rows; row++) {
      labels += kernel.label(values, row * DIMENSION, DIMENSION);
    }
    return labels;
  }

  /** A sum of 32-bit words, which the JIT compiler is known to vectorise. */
  @Benchmark
  public int sum() {
    int sum = 0;
    for (int word : words) {
      sum += word;
    }
    return sum;
  }
}
