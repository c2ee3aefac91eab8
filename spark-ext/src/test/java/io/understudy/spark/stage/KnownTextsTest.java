package io.understudy.spark.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.call.Answer;
import io.understudy.call.RowData;
import io.understudy.sample.ContentKey;
import io.understudy.spark.stage.sample.Sample;
import io.understudy.spark.stage.sample.SampledRow;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KnownTextsTest {
  private static final long SEED = 1;
  private static final Answer YES = Answer.of(1);

  private final List<SampledRow> rows =
      IntStream.range(0, 20).mapToObj(i -> row("text " + i)).toList();

  private static SampledRow row(String text) {
    return row(text.getBytes(StandardCharsets.UTF_8));
  }

  private static SampledRow row(byte[] text) {
    String decoded = new String(text, StandardCharsets.UTF_8);
    return new SampledRow(
        ContentKey.of(new byte[][] {text}), new RowData(List.of(decoded)), null, 1, null);
  }

  private static KnownTexts texts(List<SampledRow> sampled, Set<Long> alwaysAsked) {
    return new KnownTexts(
        new Sample(
            sampled, List.of(), sampled.size(), 0, sampled.size(), alwaysAsked, 0, 1, Map.of()),
        SEED);
  }

  private Map<ContentKey, Answer> labels() {
    Map<ContentKey, Answer> labels = new HashMap<>();
    rows.forEach(row -> labels.put(row.key(), YES));
    return labels;
  }

  @Test
  void secondAnswersBelongToNoRow() {
    Map<ContentKey, Answer> labels = labels();
    rows.forEach(row -> labels.put(row.key().again(), YES));
    assertThat(texts(rows, Set.of()).signatures(labels, Set.of())).isNotNull();
  }

  @Test
  void labelsOfOtherTextsAreNotKnown() {
    Map<ContentKey, Answer> labels = labels();
    labels.put(row("of another query").key(), YES);
    assertThat(texts(rows, Set.of()).signatures(labels, Set.of())).isNull();
    assertThat(texts(rows, Set.of()).signatures(Map.of(), Set.of(row("failed").key()))).isNull();
    assertThat(
            texts(rows, Set.of(row("frequent").key().order(SEED))).signatures(Map.of(), Set.of()))
        .isNull();
    assertThat(texts(rows, Set.of(rows.get(3).key().order(SEED))).signatures(labels(), Set.of()))
        .isNotNull();
  }

  /** Decoded, they are another text than that of the row. */
  @Test
  void bytesThatAreNoUtf8AreNotKnown() {
    SampledRow latin = row(new byte[] {(byte) 0xE4, 'x'});
    assertThat(texts(List.of(latin), Set.of()).signatures(Map.of(latin.key(), YES), Set.of()))
        .isNull();
  }
}
