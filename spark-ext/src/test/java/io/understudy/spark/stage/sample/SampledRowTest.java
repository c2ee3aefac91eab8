package io.understudy.spark.stage.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.call.RowData;
import io.understudy.sample.ContentKey;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SampledRowTest {
  private static final float[] ONE = {1, 2};

  private static SampledRow row(float @Nullable [] vector) {
    RowData data = new RowData(List.of("text"));
    return SampledRow.once(ContentKey.of(data.values()), data, vector);
  }

  private static Stream<Arguments> pairs() {
    return Stream.of(
        Arguments.of(null, null, null, Alike.EQUAL),
        Arguments.of(ONE, new float[] {1, 2}, ONE, Alike.EQUAL),
        Arguments.of(ONE, null, ONE, Alike.ROUNDED),
        Arguments.of(ONE, new float[] {1.02f, 2}, ONE, Alike.ROUNDED),
        Arguments.of(ONE, new float[] {1.2f, 2}, ONE, Alike.DIFFERENT),
        Arguments.of(ONE, new float[] {-1, -2}, new float[] {-1, -2}, Alike.DIFFERENT),
        Arguments.of(ONE, new float[] {1}, new float[] {1}, Alike.DIFFERENT));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void copiesStandForEachOtherWhicheverCameFirst(
      float @Nullable [] one, float @Nullable [] other, float @Nullable [] kept, Alike alike) {
    for (SampledRow merged :
        List.of(SampledRow.either(row(one), row(other)), SampledRow.either(row(other), row(one)))) {
      assertThat(merged.vector()).isEqualTo(kept);
      assertThat(merged.alike()).isEqualTo(alike);
    }
  }

  @Test
  void whatDiffersOnceIsRemembered() {
    SampledRow differ = SampledRow.either(row(ONE), row(new float[] {-1, 2}));
    SampledRow same = SampledRow.either(row(new float[] {-1, 2}), differ);
    assertThat(SampledRow.either(same, row(null)).alike()).isEqualTo(Alike.DIFFERENT);
  }
}
