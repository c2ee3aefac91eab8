package io.understudy.spark.stage.infer;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.call.RowData;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

class TextSignaturesTest {
  private static UTF8String[] texts(List<String> values) {
    return values.stream().map(UTF8String::fromString).toArray(UTF8String[]::new);
  }

  @Test
  void equalTextsAreAlwaysFound() {
    Random random = new Random(1);
    List<RowData> contents = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      String first = "\u00e4".repeat(random.nextInt(5)) + "x".repeat(random.nextInt(300)) + i;
      contents.add(new RowData(List.of(first, "y".repeat(random.nextInt(12)))));
    }
    contents.add(new RowData(List.of("", "")));
    TextSignatures signatures = TextSignatures.of(contents);
    assertThat(contents).allMatch(row -> signatures.mayContain(texts(row.values())));
  }

  /** Texts of one template, which differ by a number only. */
  @Test
  void othersAreRarelyFound() {
    List<RowData> contents = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      contents.add(new RowData(List.of("Review " + i + " of a film that I saw: it was good.")));
    }
    TextSignatures signatures = TextSignatures.of(contents);
    int found = 0;
    for (int i = 1000; i < 101_000; i++) {
      String text = "Review " + i + " of a film that I saw: it was good.";
      found += signatures.mayContain(texts(List.of(text))) ? 1 : 0;
    }
    assertThat(found).isBetween(1, 800);
  }

  @Test
  void nothingIsFoundAmongNone() {
    assertThat(TextSignatures.of(List.of()).mayContain(texts(List.of("a")))).isFalse();
  }
}
