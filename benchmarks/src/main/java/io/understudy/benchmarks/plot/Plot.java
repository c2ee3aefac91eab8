package io.understudy.benchmarks.plot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.understudy.benchmarks.Benchmark;
import io.understudy.benchmarks.Figures;
import io.understudy.benchmarks.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Draws a file of figures: for each kind of figure ({@code calls_share.SET.PROMISE} is of the kind
 * {@code calls_share}) the single runs behind each mean, as SVG beside the file; over the labels
 * where the names end in their number. The runs of a figure that occurs more than once, in a file
 * of several commands, are put together. Measures nothing.
 */
public final class Plot implements Benchmark {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public String name() {
    return "plot";
  }

  @Override
  public List<String> figures() {
    return List.of();
  }

  @Override
  public void run(Options options, Figures figures) throws IOException {
    if (options.from().isEmpty()) {
      throw new IllegalArgumentException("plot needs --from=FILE, with the figures of a benchmark");
    }
    Path file = Path.of(options.from());
    Map<String, RunsOfKind> kinds = new LinkedHashMap<>();
    for (String line : Files.readAllLines(file)) {
      add(JSON.readTree(line), options, kinds);
    }
    for (String missing : new TreeSet<>(options.only())) {
      if (!kinds.containsKey(missing)) {
        throw new IllegalArgumentException(file + " has no runs of a figure " + missing + ".NAME");
      }
    }
    for (Map.Entry<String, RunsOfKind> kind : kinds.entrySet()) {
      String name = file.getFileName().toString().replaceAll("\\.jsonl$", "");
      Path drawing = file.resolveSibling(name + "-" + kind.getKey() + ".svg");
      Files.writeString(drawing, kind.getValue().svg());
      System.err.println(drawing);
    }
  }

  private static void add(JsonNode figure, Options options, Map<String, RunsOfKind> kinds) {
    String name = figure.path("figure").asText();
    int dot = name.indexOf('.');
    List<Double> runs = new ArrayList<>();
    figure.path("runs").forEach(run -> runs.add(run.asDouble()));
    if (dot < 0 || runs.isEmpty() || !options.wants(name.substring(0, dot))) {
      return;
    }
    String kind = name.substring(0, dot);
    kinds
        .computeIfAbsent(
            kind,
            key ->
                new RunsOfKind(
                    kind.replace('_', ' ') + ", " + figure.path("unit").asText(),
                    new LinkedHashMap<>()))
        .runs()
        .computeIfAbsent(name.substring(dot + 1), key -> new ArrayList<>())
        .addAll(runs);
  }

  /**
   * @param runs by the figure's name without its kind
   */
  private record RunsOfKind(String title, Map<String, List<Double>> runs) {
    String svg() {
      RunsPlot plot =
          runs.keySet().stream().allMatch(GrowthPlot::suits)
              ? new GrowthPlot(title)
              : new RangePlot(title);
      runs.forEach(plot::figure);
      return plot.svg();
    }
  }
}
