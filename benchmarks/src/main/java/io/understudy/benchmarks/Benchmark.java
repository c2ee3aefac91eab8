package io.understudy.benchmarks;

import java.util.List;

/** One benchmark of {@code benchmarks/run}. */
public interface Benchmark {
  /** The name on the command line. */
  String name();

  /** Names of its figures; words in capitals stand for what varies, such as {@code SET}. */
  List<String> figures();

  /**
   * Measures, and publishes each figure as soon as it is known.
   *
   * @throws Exception when nothing useful can be measured any more
   */
  void run(Options options, Figures figures) throws Exception;
}
