package io.understudy.spark.stage;

import io.understudy.spark.stage.sample.Drawing;
import io.understudy.spark.stage.sample.Sample;
import io.understudy.spark.stage.sample.SampledRow;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** Draws the rows that judge, in the order that only judges are drawn by. */
record JudgeDraw(Sample sample, Drawing drawing) {

  /** Whether the pool holds every content of the input. */
  boolean poolIsAll() {
    return sample.distinct() <= drawing.pool();
  }

  /**
   * The first rows that may judge. Always-asked contents are none: nobody answers for the LLM
   * there.
   *
   * @param pool the sample's rows
   * @param eligible a condition that is fixed before the drawing
   */
  List<SampledRow> first(List<SampledRow> pool, Predicate<SampledRow> eligible, int wanted) {
    return (poolIsAll() ? pool : sample.judges())
        .stream()
            .filter(eligible)
            .filter(row -> row.copies() <= sample.maxCopies())
            .sorted(
                Comparator.comparing(row -> drawing.judgeOrder(row.key()), Long::compareUnsigned))
            .limit(wanted)
            .toList();
  }
}
