package io.understudy.spark.stage.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.understudy.call.RowData;
import io.understudy.sample.ContentKey;
import io.understudy.sample.SmallestOrders;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SketchTest {
  private static final int ROWS = 4_000;
  private static final int PARTITIONS = 20;
  private static final Drawing DRAWING = new Drawing(100, 30, 5, 8);

  private static ContentKey key(int row) {
    return ContentKey.of(List.of("text " + row));
  }

  /** The rows that each partition sends, one after the other in one JVM. */
  private static List<List<SampledRow>> sent(String sampling) {
    List<List<SampledRow>> sent = new ArrayList<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      Sketch sketch = new Sketch(DRAWING, false, SketchBounds.of(sampling, DRAWING));
      for (int row = partition; row < ROWS; row += PARTITIONS) {
        int now = row;
        sketch.take(key(row), () -> new RowData(List.of("text " + now)));
      }
      List<SampledRow> rows = new ArrayList<>();
      sketch.pieces(3).forEach(numbered -> rows.addAll(RowBytes.read(numbered.piece().drawn())));
      sent.add(rows);
    }
    return sent;
  }

  @Test
  void partitionsSendFewerAndFewerAndNothingThatIsDrawnIsMissing() {
    List<List<SampledRow>> sent = sent("one job");
    SmallestOrders<SampledRow> merged = new SmallestOrders<>(DRAWING.pool());
    sent.forEach(rows -> rows.forEach(row -> merged.offer(row.key().order(DRAWING.seed()), row)));
    SmallestOrders<ContentKey> expected = new SmallestOrders<>(DRAWING.pool());
    for (int row = 0; row < ROWS; row++) {
      expected.offer(key(row).order(DRAWING.seed()), key(row));
    }
    assertThat(merged.orders()).isEqualTo(expected.orders());
    assertThat(sent.get(0)).hasSize(DRAWING.pool());
    // A twentieth of what is drawn is to be expected of the last one.
    assertThat(sent.get(PARTITIONS - 1)).hasSizeLessThan(DRAWING.pool() / 4);
  }

  @Test
  void anotherJobBeginsAnew() {
    sent("first job");
    assertThat(sent("second job").get(0)).hasSize(DRAWING.pool());
  }

  /** A partition of one row rarely has it in the range that lengths travel with. */
  @Test
  void lengthsOfVectorsArriveWhereverTheRowsLie() {
    long arrived = 0;
    for (int row = 0; row < 40; row++) {
      int now = row;
      Sketch sketch = new Sketch(DRAWING, true, SketchBounds.of("job " + row, DRAWING));
      sketch.take(key(row), () -> new RowData(List.of("text " + now)), new float[] {1, 2}, 0, 2);
      arrived +=
          sketch
              .pieces(50)
              .mapToLong(numbered -> numbered.piece().dimensions().getOrDefault(2, 0L))
              .sum();
    }
    assertThat(arrived).isEqualTo(40);
  }

  /** Contents with one vector, and with another in one of two partitions or within one of them. */
  @Test
  void contentsOfSeveralVectorsAreTold() {
    Sketch one = new Sketch(DRAWING, true, SketchBounds.of("mixed", DRAWING));
    Sketch other = new Sketch(DRAWING, true, SketchBounds.of("mixed", DRAWING));
    take(one, 0, 1f);
    take(one, 1, 1f);
    take(one, 2, 1f);
    take(one, 2, 2f);
    take(one, 2, 1f);
    take(other, 0, 1f);
    take(other, 1, 3f);
    SmallestOrders<SampledRow> merged = new SmallestOrders<>(DRAWING.pool(), SampledRow::either);
    Stream.of(one, other)
        .flatMap(sketch -> sketch.pieces(3))
        .flatMap(numbered -> RowBytes.read(numbered.piece().drawn()).stream())
        .forEach(row -> merged.offer(row.key().order(DRAWING.seed()), row));
    assertThat(merged.payloads())
        .extracting(SampledRow::key, SampledRow::isMixed)
        .containsExactlyInAnyOrder(tuple(key(0), false), tuple(key(1), true), tuple(key(2), true));
  }

  private static void take(Sketch sketch, int row, float entry) {
    sketch.take(key(row), () -> new RowData(List.of("text " + row)), new float[] {entry, 2}, 0, 2);
  }
}
