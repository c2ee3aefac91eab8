package io.understudy.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ContentCountsTest {

  /** Few values, so that contents repeat, at both ends and in the middle of the range. */
  @Provide
  Arbitrary<List<Long>> orders() {
    return Arbitraries.of(0L, 1L, -1L, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 62, 3L << 62, 77L)
        .list()
        .ofMaxSize(60);
  }

  @Property(tries = 300)
  void isAHistogramInUnsignedOrder(@ForAll("orders") List<Long> rows) {
    Map<Long, Integer> expected = new TreeMap<>(Long::compareUnsigned);
    rows.forEach(row -> expected.merge(row, 1, Integer::sum));

    ContentCounts counts = count(rows);

    assertThat(counts.rows()).isEqualTo(rows.size());
    assertThat(histogram(counts)).containsExactlyEntriesOf(expected);
  }

  @Property(tries = 300)
  void partsAndTheirOrderDoNotMatter(
      @ForAll("orders") List<Long> rows, @ForAll @IntRange(min = 1, max = 7) int parts) {
    Random random = new Random(rows.hashCode());
    List<Long> shuffled = new ArrayList<>(rows);
    Collections.shuffle(shuffled, random);
    List<List<Long>> partitions =
        IntStream.range(0, parts).<List<Long>>mapToObj(i -> new ArrayList<>()).toList();
    shuffled.forEach(row -> partitions.get(random.nextInt(parts)).add(row));

    ContentCounts merged =
        ContentCounts.merge(partitions.stream().map(ContentCountsTest::count).toList());

    assertThat(merged).isEqualTo(count(rows));
  }

  @Property(tries = 300)
  void slicesAreThePartsOfTheWhole(
      @ForAll("orders") List<Long> rows, @ForAll @IntRange(min = 1, max = 9) int buckets) {
    ContentCounts whole = count(rows);
    List<ContentCounts> slices =
        IntStream.range(0, buckets).mapToObj(b -> whole.slice(b, buckets)).toList();

    assertThat(ContentCounts.merge(slices)).isEqualTo(whole);
    for (int b = 0; b < buckets; b++) {
      for (int i = 0; i < slices.get(b).distinct(); i++) {
        assertThat(Buckets.of(slices.get(b).order(i), buckets)).isEqualTo(b);
      }
    }
  }

  @Property(tries = 300)
  void theHeaviestAreTheFirstByCountThenOrder(
      @ForAll("orders") List<Long> rows, @ForAll @IntRange(max = 9) int k) {
    List<ContentCount> expected =
        histogram(count(rows)).entrySet().stream()
            .map(e -> new ContentCount(e.getKey(), e.getValue()))
            .sorted(
                Comparator.comparingInt((ContentCount c) -> -c.count())
                    .thenComparing(ContentCount::order, Long::compareUnsigned))
            .limit(k)
            .toList();

    assertThat(count(rows).heaviest(k)).isEqualTo(expected);
  }

  @Test
  void countsOfOneContentAreFoundByItsOrder() {
    ContentCounts counts = ContentCounts.of(new long[] {5, -5, 5, 99}, 3);
    assertThat(counts.countOf(5)).isEqualTo(2);
    assertThat(counts.countOf(-5)).isEqualTo(1);
    assertThat(counts.countOf(99)).isZero();
    assertThat(ContentCounts.merge(List.of()).rows()).isZero();
  }

  private static ContentCounts count(List<Long> rows) {
    return ContentCounts.of(rows.stream().mapToLong(Long::longValue).toArray(), rows.size());
  }

  private static Map<Long, Integer> histogram(ContentCounts counts) {
    return IntStream.range(0, counts.distinct())
        .boxed()
        .collect(
            Collectors.toMap(
                counts::order,
                counts::count,
                Integer::sum,
                () -> new TreeMap<>(Long::compareUnsigned)));
  }
}
