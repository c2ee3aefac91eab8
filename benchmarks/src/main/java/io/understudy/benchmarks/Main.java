package io.understudy.benchmarks;

import io.understudy.benchmarks.coverage.Coverage;
import io.understudy.benchmarks.labelling.Labelling;
import io.understudy.benchmarks.plot.Plot;
import io.understudy.benchmarks.quality.Curve;
import io.understudy.benchmarks.quality.Quality;
import io.understudy.benchmarks.speed.Embedding;
import io.understudy.benchmarks.speed.Inference;
import io.understudy.benchmarks.speed.Kernel;
import io.understudy.benchmarks.speed.Memory;
import io.understudy.benchmarks.speed.Savings;
import io.understudy.benchmarks.state.State;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The command line of {@code benchmarks/run}. */
public final class Main {
  private static final List<Benchmark> BENCHMARKS =
      List.of(
          new Labelling(),
          new Quality(),
          new Curve(),
          new Coverage(),
          new Inference(),
          new Kernel(),
          new Savings(),
          new Embedding(),
          new Memory(),
          new State(),
          new Plot());

  private Main() {}

  public static void main(String[] arguments) throws Exception {
    // Some library might print: only figures may reach standard output.
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.setOut(System.err);
    System.exit(run(out, arguments));
  }

  private static int run(PrintStream out, String... arguments) throws Exception {
    Options options;
    try {
      options = Options.parse(arguments);
    } catch (IllegalArgumentException wrong) {
      System.err.println(wrong.getMessage() + "\n" + Options.USAGE);
      return 2;
    }
    if (options.list()) {
      BENCHMARKS.forEach(b -> b.figures().forEach(f -> out.println(b.name() + " " + f)));
      return 0;
    }
    Optional<Benchmark> benchmark =
        BENCHMARKS.stream().filter(b -> b.name().equals(options.name())).findFirst();
    if (benchmark.isEmpty()) {
      System.err.println("No benchmark is called " + options.name() + "\n" + Options.USAGE);
      return 2;
    }
    benchmark.get().run(options, new Figures(benchmark.get().name(), out));
    return 0;
  }
}
