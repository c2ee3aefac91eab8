package io.understudy.benchmarks.speed;

import io.understudy.model.LinearKernel;
import io.understudy.model.LinearModel;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/**
 * The product of an understudy over rows that lie one after the other in one array, and for
 * comparison a plain sum over the same memory. A program of its own, so that it can be run by a JVM
 * with other options.
 */
public final class KernelLoop {
  static final int DIMENSION = 384;

  /** 128 MiB of floats, which no cache holds. */
  private static final int ROWS_IN_MEMORY = 87_381;

  /** 150 kB, which the second level of most caches holds. */
  private static final int ROWS_IN_CACHE = 100;

  private static final long WARM_UP_NANOS = 1_500_000_000L;
  private static final long ROUND_NANOS = 400_000_000L;
  private static final int ROUNDS = 7;

  /** The thread's own time: others may want the processor, too. */
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final LinearKernel kernel;
  private final float[] values;
  private final int[] words;
  private final int rows;
  private long seen;

  private KernelLoop(int classes, int rows) {
    Random random = new Random(3);
    int margins = classes == 2 ? 1 : classes;
    float[] weights = new float[margins * DIMENSION];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = random.nextFloat() - 0.5f;
    }
    this.kernel =
        new LinearKernel(new LinearModel(DIMENSION, classes, weights, new float[margins]));
    this.rows = rows;
    this.values = new float[rows * DIMENSION];
    this.words = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() - 0.5f;
      words[i] = i;
    }
  }

  /**
   * Prints processor nanoseconds per row: arguments are the classes, and {@code memory} or {@code
   * cache}.
   */
  public static void main(String[] arguments) {
    double nanos = kernelNanos(Integer.parseInt(arguments[0]), arguments[1].equals("memory"));
    System.out.println(String.format(Locale.ROOT, "%.3f", nanos));
  }

  /** Median over rounds of the nanoseconds per row. */
  static double kernelNanos(int classes, boolean memory) {
    KernelLoop loop = new KernelLoop(classes, memory ? ROWS_IN_MEMORY : ROWS_IN_CACHE);
    return loop.median(loop::labels);
  }

  /** The same for a sum of 32-bit words, which the JIT compiler is known to vectorise. */
  static double sumNanos(boolean memory) {
    KernelLoop loop = new KernelLoop(2, memory ? ROWS_IN_MEMORY : ROWS_IN_CACHE);
    return loop.median(loop::sum);
  }

  private double median(Runnable pass) {
    timed(pass, WARM_UP_NANOS);
    double[] nanos = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      nanos[round] = timed(pass, ROUND_NANOS);
    }
    Arrays.sort(nanos);
    if (seen == Long.MIN_VALUE) {
      throw new IllegalStateException("the result is used, so that the loop is not dropped");
    }
    return nanos[ROUNDS / 2];
  }

  private double timed(Runnable pass, long atLeast) {
    long started = THREADS.getCurrentThreadCpuTime();
    long passes = 0;
    while (THREADS.getCurrentThreadCpuTime() - started < atLeast) {
      pass.run();
      passes++;
    }
    return (double) (THREADS.getCurrentThreadCpuTime() - started) / (passes * rows);
  }

  private void labels() {
    for (int row = 0; row < rows; row++) {
      seen += kernel.label(values, row * DIMENSION, DIMENSION);
    }
  }

  private void sum() {
    int sum = 0;
    for (int word : words) {
      sum += word;
    }
    seen += sum;
  }
}
