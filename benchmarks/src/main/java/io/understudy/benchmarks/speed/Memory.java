package io.understudy.benchmarks.speed;

import io.understudy.benchmarks.Benchmark;
import io.understudy.benchmarks.Figures;
import io.understudy.benchmarks.Options;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Whether a whole query over many rows fits into a small heap: {@link MemoryQuery} in its JVM. */
public final class Memory implements Benchmark {
  private static final String HEAP = "-Xmx1g";

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public List<String> figures() {
    return List.of("heap_limit_megabytes.ROWS", "heap_after_gc_megabytes.ROWS", "seconds.ROWS");
  }

  @Override
  public void run(Options options, Figures figures) throws Exception {
    for (long rows : options.rowsOr(List.of(options.quick() ? 1_000_000L : 10_000_000L))) {
      List<Double> told = query(rows);
      figures.number("heap_limit_megabytes." + rows, told.get(0), "MB");
      figures.number("heap_after_gc_megabytes." + rows, told.get(1), "MB");
      figures.number("seconds." + rows, told.get(2), "s");
    }
  }

  private static List<Double> query(long rows) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Spark needs some packages of the JDK opened, as this JVM was started with.
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> !option.startsWith("-Xm"))
        .forEach(command::add);
    command.add(HEAP);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            MemoryQuery.class.getName(),
            Long.toString(rows)));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String last = "";
    try (BufferedReader printed =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = printed.readLine(); line != null; line = printed.readLine()) {
        last = line;
      }
    }
    if (process.waitFor() != 0) {
      throw new IllegalStateException(
          "the query over " + rows + " rows failed with " + HEAP + ", see above");
    }
    return List.of(last.split(" ")).stream().map(Double::valueOf).toList();
  }
}
