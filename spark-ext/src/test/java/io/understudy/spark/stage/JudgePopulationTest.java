package io.understudy.spark.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.call.Answer;
import io.understudy.call.RowData;
import io.understudy.judge.Population;
import io.understudy.sample.ContentKey;
import io.understudy.spark.stage.label.LabelledRow;
import io.understudy.spark.stage.label.Reply;
import io.understudy.spark.stage.sample.Sample;
import io.understudy.spark.stage.sample.SampledRow;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A table of 90 contents with up to 3 copies, 180 rows, and two heavy ones of 500 rows each. */
class JudgePopulationTest {
  private static final Sample SAMPLE =
      new Sample(List.of(), List.of(), 1180, 20, 92, Set.of(1L, 2L), 1000, 3, Map.of());

  private static LabelledRow row(String text, int copies, @Nullable Answer answer) {
    RowData data = new RowData(List.of(text));
    SampledRow row = new SampledRow(ContentKey.of(data.values()), data, null, copies, null);
    return new LabelledRow(row, new Reply(answer, true, "", false), null, null);
  }

  private static Population of(LabelledRow... settled) {
    List<LabelledRow> rows = List.of(settled);
    return JudgeStep.population(new LabelledSample(SAMPLE, rows), rows, /* twoClasses= */ true);
  }

  @Test
  void whatIsAlwaysAskedMayGetNoAnswer() {
    assertThat(of()).isEqualTo(new Population(92, 0, 90, 180, 0, 180));
  }

  @Test
  void whatHasAnAnswerCounts() {
    assertThat(of(row("true", 3, Answer.of(1)), row("false", 2, Answer.of(0))))
        .isEqualTo(new Population(92, 2, 88, 180, 3, 180));
    assertThat(of(row("heavy", 500, Answer.of(1))))
        .isEqualTo(new Population(92, 1, 90, 680, 500, 680));
  }

  @Test
  void whatHasNoneDoesNot() {
    assertThat(of(row("failed", 3, null))).isEqualTo(new Population(92, 1, 89, 177, 0, 177));
    assertThat(of(row("heavy", 500, null))).isEqualTo(new Population(92, 1, 90, 180, 0, 180));
  }

  @Test
  void oneThatWasAskedAboutAgainCountsOnce() {
    LabelledRow twice = row("true", 3, Answer.of(1));
    assertThat(of(twice, twice).open()).isEqualTo(89);
  }
}
