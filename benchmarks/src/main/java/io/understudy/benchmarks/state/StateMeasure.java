package io.understudy.benchmarks.state;

import io.understudy.benchmarks.Figures;
import io.understudy.benchmarks.Options;
import io.understudy.benchmarks.Stand;
import java.util.List;

/** One of the figures of {@link State}, with those that fall off beside it. */
interface StateMeasure {
  /** Their names. */
  List<String> figures();

  /**
   * Measures, and publishes each figure as soon as it is known.
   *
   * @param stand with a store, empty at first and shared by all measures
   */
  void measure(Stand stand, Options options, Figures figures);
}
