package io.understudy.spark.stage.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.call.RowData;
import io.understudy.sample.ContentKey;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowBytesTest {
  private static final Spread SPREAD = new Spread(new float[] {1, 2}, new float[] {2, 2});

  private static SampledRow row(float @Nullable [] vector, int copies, String... texts) {
    RowData data = new RowData(List.of(texts));
    return new SampledRow(
        ContentKey.of(data.values()), data, vector, copies, copies > 2 ? SPREAD : null);
  }

  @Test
  void rowsComeBackAsTheyWere() {
    List<SampledRow> rows =
        List.of(
            row(new float[] {1, -0f, Float.NaN, Float.MIN_VALUE}, 1, "plain"),
            row(new float[0], Integer.MAX_VALUE, "", "two"),
            row(null, 3, "\u00e4\u4e2d\ud83d\ude00", "\u0000", "x".repeat(70_000)),
            row(new float[1000], 2));
    List<SampledRow> read = RowBytes.read(RowBytes.write(rows));
    assertThat(read).hasSameSizeAs(rows);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(read.get(i).key()).isEqualTo(rows.get(i).key());
      assertThat(read.get(i).data()).isEqualTo(rows.get(i).data());
      assertThat(read.get(i).vector()).isEqualTo(rows.get(i).vector());
      assertThat(read.get(i).copies()).isEqualTo(rows.get(i).copies());
      assertThat(read.get(i).spread()).usingRecursiveComparison().isEqualTo(rows.get(i).spread());
    }
    assertThat(RowBytes.read(RowBytes.write(List.of()))).isEmpty();
    ContentKey last = rows.get(3).key();
    List<SampledRow> wanted = RowBytes.read(RowBytes.write(rows), last::equals);
    assertThat(wanted).hasSize(1);
    assertThat(wanted.get(0).vector()).hasSize(1000);
  }
}
