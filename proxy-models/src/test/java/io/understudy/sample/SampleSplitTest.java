package io.understudy.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SampleSplitTest {

  @Property(tries = 200)
  void everyContentTrainsOrJudgesAndTheNumbersAreExact(
      @ForAll @IntRange(max = 200) int n,
      @ForAll @IntRange(max = 20) int share,
      @ForAll long seed) {
    SampleSplit split = SampleSplit.of(sample(n, 0), seed, share / 20.0);

    assertThat(split.judge()).hasSize((int) Math.round(share / 20.0 * n)).isSorted();
    assertThat(split.train()).isSorted();
    assertThat(
            IntStream.concat(IntStream.of(split.train()), IntStream.of(split.judge()))
                .sorted()
                .toArray())
        .isEqualTo(IntStream.range(0, n).toArray());
  }

  @Test
  void theSplitFollowsTheContentNotItsPosition() {
    List<ContentKey> sample = sample(100, 0);
    List<ContentKey> reversed = IntStream.range(0, 100).mapToObj(i -> sample.get(99 - i)).toList();
    List<ContentKey> judges =
        IntStream.of(SampleSplit.of(sample, 5).judge()).mapToObj(sample::get).sorted().toList();
    List<ContentKey> judgesOfReversed =
        IntStream.of(SampleSplit.of(reversed, 5).judge()).mapToObj(reversed::get).sorted().toList();
    assertThat(judges).hasSize(30).isEqualTo(judgesOfReversed);
  }

  // Judging rows must be uniform within the sample: 300 samples of 100 in sample order, so each
  // position judges 90 times, with a standard deviation of 8.
  @Test
  void noPlaceInTheSampleJudgesMoreOftenThanAnother() {
    long seed = 11;
    int[] judged = new int[100];
    for (int world = 0; world < 300; world++) {
      List<ContentKey> sample =
          sample(400, world).stream()
              .sorted((a, b) -> Long.compareUnsigned(a.order(seed), b.order(seed)))
              .limit(100)
              .toList();
      for (int i : SampleSplit.of(sample, seed).judge()) {
        judged[i]++;
      }
    }
    assertThat(IntStream.of(judged).boxed().toList())
        .allSatisfy(times -> assertThat(times).isBetween(55, 125));
    assertThat(IntStream.of(judged).limit(50).sum()).isBetween(4250, 4750);
  }

  private static List<ContentKey> sample(int n, int world) {
    return IntStream.range(0, n)
        .mapToObj(i -> ContentKey.of(List.of("world " + world, "row " + i)))
        .toList();
  }
}
