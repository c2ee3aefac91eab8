package io.understudy.spark.stage.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.call.RowData;
import io.understudy.sample.ContentKey;
import io.understudy.spark.bridge.Wire;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
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
        Arguments.of(null, null, null, false, false),
        Arguments.of(ONE, new float[] {1, 2}, ONE, false, false),
        Arguments.of(ONE, null, ONE, false, false),
        Arguments.of(ONE, new float[] {1.002f, 2}, ONE, true, false),
        Arguments.of(ONE, new float[] {1.01f, 2}, ONE, true, true),
        Arguments.of(ONE, new float[] {-1, -2}, new float[] {-1, -2}, true, true),
        Arguments.of(ONE, new float[] {1}, new float[] {1}, true, true));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void copiesStandForEachOtherWhicheverCameFirst(
      float @Nullable [] one,
      float @Nullable [] other,
      float @Nullable [] kept,
      boolean differ,
      boolean mixed) {
    for (SampledRow merged :
        List.of(SampledRow.either(row(one), row(other)), SampledRow.either(row(other), row(one)))) {
      assertThat(merged.vector()).isEqualTo(kept);
      assertThat(merged.spread() != null).isEqualTo(differ);
      assertThat(merged.isMixed()).isEqualTo(mixed);
    }
  }

  @Test
  void goesToExecutorsWithItsSpread() {
    SampledRow mixed = SampledRow.either(row(ONE), row(new float[] {-1, -2}));
    SampledRow sent = Wire.read(Wire.write(mixed), SampledRow.class);
    assertThat(sent).usingRecursiveComparison().isEqualTo(mixed);
  }

  /** Each a step of rounding from the next, and far apart in the end. */
  @Test
  void orderAndGroupsMakeNoDifference() {
    List<SampledRow> copies = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      copies.add(i % 7 == 3 ? row(null) : row(new float[] {1 + i * 1e-3f, 2}));
    }
    Random random = new Random(3);
    for (int run = 0; run < 20; run++) {
      Collections.shuffle(copies, random);
      List<SampledRow> left = new ArrayList<>(copies);
      while (left.size() > 1) {
        SampledRow one = left.remove(random.nextInt(left.size()));
        left.set(0, SampledRow.either(one, left.get(0)));
        Collections.shuffle(left, random);
      }
      assertThat(left.get(0).isMixed()).isTrue();
      assertThat(left.get(0).vector()).containsExactly(1, 2);
      assertThat(left.get(0).spread())
          .usingRecursiveComparison()
          .isEqualTo(new Spread(new float[] {1, 2}, new float[] {1.039f, 2}));
    }
  }
}
