package io.understudy.benchmarks.state;

import io.understudy.benchmarks.Benchmark;
import io.understudy.benchmarks.Figures;
import io.understudy.benchmarks.Options;
import io.understudy.benchmarks.Places;
import io.understudy.benchmarks.Stand;
import io.understudy.localllm.LocalLlmOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What is gained by what is kept between queries. {@code --only=} takes names of figures. */
public final class State implements Benchmark {
  private static final List<StateMeasure> MEASURES =
      Stream.concat(
              RefreshOverBuild.all().stream(),
              Stream.of(new ViewOverColumn(), new PreparedLatency()))
          .toList();

  @Override
  public String name() {
    return "state";
  }

  @Override
  public List<String> figures() {
    return MEASURES.stream().flatMap(measure -> measure.figures().stream()).toList();
  }

  @Override
  public void run(Options options, Figures figures) throws IOException {
    Path store = Places.cache().resolve("state-store");
    delete(store);
    LocalLlmOptions.Builder server =
        LocalLlmOptions.builder().dimension(Opinions.DIMENSION).queueBeyond(64);
    try (Stand stand = Stand.open(server)) {
      stand.spark().conf().set("spark.understudy.store", store.toString());
      Opinions.embedder(stand);
      for (StateMeasure measure : MEASURES) {
        if (measure.figures().stream().anyMatch(options::wants)) {
          measure.measure(stand, options, figures);
        }
      }
    } finally {
      delete(store);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).forEach(State::deleteOne);
      }
    }
  }

  private static void deleteOne(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
