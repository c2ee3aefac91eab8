package io.understudy.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.DoubleStream;

/** Publishes figures: one JSON object per line. */
public final class Figures {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String benchmark;
  private final PrintStream out;

  /**
   * @param benchmark the value of every line's {@code benchmark}
   * @param out where the lines go
   */
  public Figures(String benchmark, PrintStream out) {
    this.benchmark = benchmark;
    this.out = out;
  }

  /** One number. */
  public void number(String figure, double value, String unit) {
    print(line(figure).put("value", rounded(value)).put("unit", unit));
  }

  /**
   * The mean over runs, and the single values beside it; nothing if there was no run.
   *
   * @param runs one value per run
   */
  public void mean(String figure, List<Double> runs, String unit) {
    if (runs.isEmpty()) {
      return;
    }
    double mean = runs.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    ObjectNode line = line(figure).put("value", rounded(mean)).put("unit", unit);
    ArrayNode values = line.putArray("runs");
    runs.stream().flatMapToDouble(DoubleStream::of).map(Figures::rounded).forEach(values::add);
    print(line);
  }

  /**
   * The median over rounds, with the quartiles and the single values beside it.
   *
   * @param rounds at least one value
   */
  public void median(String figure, List<Double> rounds, String unit) {
    ObjectNode line =
        line(figure)
            .put("value", rounded(Quantiles.of(rounds, 0.5)))
            .put("unit", unit)
            .put("lower_quartile", rounded(Quantiles.of(rounds, 0.25)))
            .put("upper_quartile", rounded(Quantiles.of(rounds, 0.75)));
    ArrayNode values = line.putArray("runs");
    rounds.stream().map(Figures::rounded).forEach(values::add);
    print(line);
  }

  /** One value that is no number. */
  public void text(String figure, String value) {
    print(line(figure).put("value", value).put("unit", "text"));
  }

  private ObjectNode line(String figure) {
    return JSON.createObjectNode().put("benchmark", benchmark).put("figure", figure);
  }

  private synchronized void print(ObjectNode line) {
    out.println(line);
    out.flush();
  }

  private static double rounded(double value) {
    return Double.isFinite(value) ? Math.round(value * 1e5) / 1e5 : value;
  }
}
