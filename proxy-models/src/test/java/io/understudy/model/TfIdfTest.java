package io.understudy.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TfIdfTest {
  private static final int PLACES = 1 << 16;
  private static final List<String> TEXTS =
      List.of("the cat sat", "the dog sat", "the bird flew", "the fish swam");

  @Test
  void wordsAndPairsCountByHowRareTheyAre() {
    TfIdf tfIdf = TfIdf.fit(TEXTS, PLACES);
    // Three words, two pairs.
    assertThat(tfIdf.of("the cat sat").size()).isEqualTo(5);
    SparseVector the = tfIdf.of("the");
    SparseVector cat = tfIdf.of("cat");
    double ofThe = value(tfIdf.of("the cat sat"), the.indices()[0]);
    double ofCat = value(tfIdf.of("the cat sat"), cat.indices()[0]);
    // 1 + ln(5/5) against 1 + ln(5/2).
    assertThat(ofCat / ofThe).isCloseTo(1 + Math.log(2.5), within(1e-5));
  }

  @Test
  void repeatedWordsCountLessAndLess() {
    TfIdf tfIdf = TfIdf.fit(List.of("a b", "b", "a"), PLACES);
    SparseVector vector = tfIdf.of("a ... a, a! b");
    int a = tfIdf.of("a").indices()[0];
    int b = tfIdf.of("b").indices()[0];
    assertThat(value(vector, a) / value(vector, b)).isCloseTo(1 + Math.log(3), within(1e-5));
  }

  @Test
  void caseAndPunctuationDoNotMatterAndOrderDoes() {
    TfIdf tfIdf = TfIdf.fit(TEXTS, PLACES);
    assertThat(tfIdf.of("The CAT, sat!").indices()).isEqualTo(tfIdf.of("the cat sat").indices());
    assertThat(tfIdf.of("sat cat the").size()).as("no pair is known").isEqualTo(3);
    assertThat(tfIdf.of("unknown words only").size()).isZero();
    assertThat(tfIdf.of("").size()).isZero();
  }

  @Test
  void scriptsWithoutSpacesGiveAWordPerCharacter() {
    TfIdf tfIdf = TfIdf.fit(List.of("電影很好看", "電影不好看", "это хорошо", "ดีมาก"), PLACES);
    assertThat(tfIdf.of("好看").size()).isEqualTo(3);
    assertThat(tfIdf.of("ХОРОШО").size()).isEqualTo(1);
    assertThat(tfIdf.of("ดี").size()).isGreaterThan(1);
  }

  @Property
  void vectorsHaveNormOneAndAscendingIndices(@ForAll String text) {
    TfIdf tfIdf = TfIdf.fit(List.of(text, "other text"), 64);
    SparseVector vector = tfIdf.of(text);
    double squares = 0;
    for (float value : vector.values()) {
      squares += (double) value * value;
    }
    assertThat(squares).isCloseTo(vector.size() == 0 ? 0 : 1, within(1e-4));
    assertThat(IntStream.range(1, vector.size()))
        .allMatch(i -> vector.indices()[i - 1] < vector.indices()[i]);
  }

  @Test
  void placesAreAPowerOfTwo() {
    assertThatThrownBy(() -> TfIdf.fit(TEXTS, 100)).hasMessageContaining("power of two");
  }

  private static double value(SparseVector vector, int index) {
    for (int i = 0; i < vector.size(); i++) {
      if (vector.indices()[i] == index) {
        return vector.values()[i];
      }
    }
    return 0;
  }
}
