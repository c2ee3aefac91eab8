package io.understudy.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * What was asked for on the command line.
 *
 * @param name the benchmark; empty with {@code --list}
 * @param list only to list benchmarks and figures
 * @param quick the small form, for a glance
 * @param only names of data sets, or of parts of them, to keep to; empty for the benchmark's own
 *     choice
 * @param seeds how many seeds to run; 0 for the benchmark's own choice
 * @param noise shares of the texts, in [0, 1], on which what stands in for an LLM departs from
 *     people; empty for the benchmark's own choice
 * @param rows sizes of tables; empty for the benchmark's own choice
 * @param from a file of figures to draw; empty for a benchmark that measures
 */
public record Options(
    String name,
    boolean list,
    boolean quick,
    Set<String> only,
    int seeds,
    List<Double> noise,
    List<Long> rows,
    String from) {
  static final String USAGE =
      """
      benchmarks/run NAME [--quick] [--only=SET,SET.PART] [--seeds=N] [--noise=SHARE,SHARE]
                   [--rows=N,N]
      benchmarks/run plot --from=FILE [--only=KIND,KIND]
      benchmarks/run --list""";

  /**
   * Reads a command line.
   *
   * @throws IllegalArgumentException when it is not of the form of {@link #USAGE}
   */
  static Options parse(String... arguments) {
    List<String> names = new ArrayList<>();
    boolean list = false;
    boolean quick = false;
    Set<String> only = Set.of();
    int seeds = 0;
    List<Double> noise = List.of();
    String from = "";
    List<Long> rows = List.of();
    for (String argument : arguments) {
      if (argument.equals("--list")) {
        list = true;
      } else if (argument.equals("--quick")) {
        quick = true;
      } else if (argument.startsWith("--only=")) {
        only = Set.of(value(argument).split(","));
      } else if (argument.startsWith("--seeds=")) {
        seeds = Integer.parseInt(value(argument));
      } else if (argument.startsWith("--noise=")) {
        noise = Arrays.stream(value(argument).split(",")).map(Double::valueOf).toList();
      } else if (argument.startsWith("--from=")) {
        from = value(argument);
      } else if (argument.startsWith("--rows=")) {
        rows = Arrays.stream(value(argument).split(",")).map(Long::valueOf).toList();
      } else if (argument.startsWith("-")) {
        throw new IllegalArgumentException("unknown option " + argument);
      } else {
        names.add(argument);
      }
    }
    if (names.size() != (list ? 0 : 1)) {
      throw new IllegalArgumentException("expected the name of one benchmark, or --list");
    }
    return new Options(list ? "" : names.get(0), list, quick, only, seeds, noise, rows, from);
  }

  private static String value(String argument) {
    return argument.substring(argument.indexOf('=') + 1);
  }

  /** Whether all of a set was asked for, or nothing in particular was. */
  public boolean wants(String set) {
    return only.isEmpty() || only.contains(set);
  }

  /** Whether a part of a set was asked for: by the set's name, or as {@code SET.PART}. */
  public boolean wants(String set, String part) {
    return wants(set) || only.contains(set + "." + part);
  }

  /** The sizes of tables that were asked for, or else these. */
  public List<Long> rowsOr(List<Long> usual) {
    return rows.isEmpty() ? usual : rows;
  }
}
