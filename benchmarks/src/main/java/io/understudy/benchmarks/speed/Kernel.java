package io.understudy.benchmarks.speed;

import io.understudy.benchmarks.Benchmark;
import io.understudy.benchmarks.Figures;
import io.understudy.benchmarks.Options;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * The loop that scores a row, by itself, measured by JMH: against the bandwidth of the memory, and
 * against the same loop where the JIT compiler may not make vector instructions ({@code
 * -XX:-UseSuperWord}).
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
      double scored = nanos("labels", 2, KernelLoop.Place.MEMORY);
      double summed = nanos("sum", 2, KernelLoop.Place.MEMORY);
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
        double with = nanos("labels", classes, KernelLoop.Place.CACHE);
        nanos.add(with);
        gains.add(nanos("labels", classes, KernelLoop.Place.CACHE, "-XX:-UseSuperWord") / with);
      }
      figures.median("nanoseconds_per_row." + classes, nanos, "ns");
      figures.median("vectorised_gain." + classes, gains, "ratio");
    }
  }

  /**
   * Nanoseconds per row, the median over iterations. A JVM for each measurement: code compiled for
   * one number of classes is no good for others.
   */
  private static double nanos(
      String method, int classes, KernelLoop.Place place, String... jvmOptions)
      throws RunnerException {
    var options =
        new OptionsBuilder()
            .include(Pattern.quote(KernelLoop.class.getName() + "." + method) + "$")
            .param("classes", Integer.toString(classes))
            .param("place", place.name())
            .forks(1)
            .jvmArgs("-Xmx1g")
            .jvmArgsAppend(jvmOptions)
            .warmupIterations(3)
            .warmupTime(TimeValue.milliseconds(500))
            .measurementIterations(7)
            .measurementTime(TimeValue.milliseconds(400))
            .verbosity(VerboseMode.SILENT)
            .build();
    RunResult result = new Runner(options).runSingle();
    return result.getPrimaryResult().getStatistics().getPercentile(50) / place.rows;
  }
}
