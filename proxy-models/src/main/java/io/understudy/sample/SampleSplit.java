package io.understudy.sample;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which sampled contents train and which judge. Decided by another mixing of content and seed, so
 * that the judging rows are a uniform subset of the sample and never depend on positions.
 *
 * @param train positions in the sample of the contents that train, ascending
 * @param judge positions in the sample of the contents that judge, ascending: in sample order,
 *     which is the random order that the tests need
 */
@SuppressWarnings("ArrayRecordComponent")
public record SampleSplit(int[] train, int[] judge) {
  /** The share of the sample that judges unless another is stated. */
  public static final double DEFAULT_JUDGING_SHARE = 0.3;

  private static final long SPLIT_SALT = 0x5B1F_3A6D_9E27_C845L;

  /** Splits with the {@link #DEFAULT_JUDGING_SHARE}. */
  public static SampleSplit of(List<ContentKey> sample, long seed) {
    return of(sample, seed, DEFAULT_JUDGING_SHARE);
  }

  /**
   * @param sample distinct contents in sample order
   * @param judgingShare in [0, 1]; exactly {@code round(share * n)} contents judge
   */
  public static SampleSplit of(List<ContentKey> sample, long seed, double judgingShare) {
    if (!(judgingShare >= 0 && judgingShare <= 1)) {
      throw new IllegalArgumentException(
          "the judging share must lie in [0, 1], but is " + judgingShare);
    }
    int judges = (int) Math.round(judgingShare * sample.size());
    long splitSeed = seed ^ SPLIT_SALT;
    int[] shuffled =
        IntStream.range(0, sample.size())
            .boxed()
            .sorted(
                Comparator.<Integer, Long>comparing(
                        i -> sample.get(i).order(splitSeed), Long::compareUnsigned)
                    .thenComparing(sample::get))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] judge = Arrays.copyOfRange(shuffled, 0, judges);
    int[] train = Arrays.copyOfRange(shuffled, judges, shuffled.length);
    Arrays.sort(judge);
    Arrays.sort(train);
    return new SampleSplit(train, judge);
  }
}
