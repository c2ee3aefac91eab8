package io.understudy.benchmarks.speed;

import io.understudy.benchmarks.Benchmark;
import io.understudy.benchmarks.Figures;
import io.understudy.benchmarks.Options;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The loop that scores a row, by itself: against the bandwidth of the memory, and against the same
 * loop where the JIT compiler may not make vector instructions ({@code -XX:-UseSuperWord}).
 */
public final class Kernel implements Benchmark {
  private static final List<Integer> CLASSES = List.of(2, 14, 77, 150);
  private static final double ROW_BYTES = KernelLoop.DIMENSION * (double) Float.BYTES;

  @Override
  public String name() {
    return "kernel";
  }

  @Override
  public List<String> figures() {
    return List.of(
        "kernel_over_memory",
        "kernel_gigabytes_per_second",
        "memory_gigabytes_per_second",
        "nanoseconds_per_row.CLASSES",
        "vectorised_gain.CLASSES");
  }

  @Override
  public void run(Options options, Figures figures) throws Exception {
    int rounds = options.quick() ? 1 : 3;
    List<Double> ratios = new ArrayList<>();
    List<Double> kernel = new ArrayList<>();
    List<Double> memory = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      double scored = forked(2, "memory");
      double summed = KernelLoop.sumNanos(/* memory= */ true);
      kernel.add(ROW_BYTES / scored);
      memory.add(ROW_BYTES / summed);
      ratios.add(summed / scored);
    }
    figures.median("kernel_gigabytes_per_second", kernel, "GB/s");
    figures.median("memory_gigabytes_per_second", memory, "GB/s");
    figures.median("kernel_over_memory", ratios, "ratio");
    for (int classes : CLASSES) {
      List<Double> nanos = new ArrayList<>();
      List<Double> gains = new ArrayList<>();
      for (int round = 0; round < rounds; round++) {
        double with = forked(classes, "cache");
        nanos.add(with);
        gains.add(forked(classes, "cache", "-XX:-UseSuperWord") / with);
      }
      figures.median("nanoseconds_per_row." + classes, nanos, "ns");
      figures.median("vectorised_gain." + classes, gains, "ratio");
    }
  }

  /** A JVM for each measurement: code compiled for one number of classes is no good for others. */
  private static double forked(int classes, String where, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx1g");
    command.addAll(List.of(options));
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            KernelLoop.class.getName(),
            Integer.toString(classes),
            where));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String printed =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (process.waitFor() != 0) {
      throw new IllegalStateException("the loop for " + classes + " classes failed");
    }
    return Double.parseDouble(printed);
  }
}
