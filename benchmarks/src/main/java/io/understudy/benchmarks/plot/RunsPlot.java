package io.understudy.benchmarks.plot;

import java.util.List;

/** A picture of the runs behind the figures of one kind. */
interface RunsPlot {
  /**
   * Takes the runs of a figure.
   *
   * @param name of the figure, without its kind
   * @param runs at least one
   */
  void figure(String name, List<Double> runs);

  /** The picture. */
  String svg();
}
