package io.understudy.spark.stage.sample;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What was learnt about the input in one pass.
 *
 * @param rows the pool: uniformly drawn distinct contents, in sampling order
 * @param judges distinct contents drawn independently of the pool, in their own order; the same
 *     contents as the pool's where that is the whole input
 * @param inputRows rows of the input with data
 * @param nullRows rows of the input without data
 * @param distinct distinct contents of the input
 * @param alwaysAsked sampling orders of the contents that are too frequent to be judged: one
 *     question answers many rows
 * @param alwaysAskedRows copies of these contents, all together
 * @param maxCopies the largest number of copies of any other content, at least 1
 * @param dimensions number of rows by length of their vector; rows without a usable one are missing
 */
public record Sample(
    List<SampledRow> rows,
    List<SampledRow> judges,
    long inputRows,
    long nullRows,
    long distinct,
    Set<Long> alwaysAsked,
    long alwaysAskedRows,
    int maxCopies,
    Map<Integer, Long> dimensions)
    implements Serializable {

  /** Pool and judges; a content that is both comes twice. */
  public Stream<SampledRow> drawn() {
    return Stream.concat(rows.stream(), judges.stream());
  }
}
