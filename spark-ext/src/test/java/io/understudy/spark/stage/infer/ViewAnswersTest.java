package io.understudy.spark.stage.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.understudy.sample.ContentKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.spark.unsafe.types.UTF8String;

final class ViewAnswersTest {
  /** Few different first halves, so that many contents want the same place. */
  @Property(tries = 200)
  void findsWhatWasPutInAndNothingElse(
      @ForAll long seed,
      @ForAll @IntRange(max = 3000) int contents,
      @ForAll @IntRange(min = 1, max = 5) int pieces) {
    Random random = new Random(seed);
    Map<ContentKey, Integer> expected = new HashMap<>();
    Map<ContentKey, Float> probabilities = new HashMap<>();
    List<byte[]> entries = new ArrayList<>();
    for (int piece = 0; piece < pieces; piece++) {
      byte[] bytes = new byte[contents * ViewAnswers.ENTRY];
      for (int i = 0; i < contents; i++) {
        ContentKey key = new ContentKey(random.nextInt(50), random.nextLong());
        int label = random.nextInt(-2, 40);
        expected.put(key, label);
        float probability = random.nextFloat();
        probabilities.put(key, probability);
        ViewAnswers.entry(bytes, i * ViewAnswers.ENTRY, key.high(), key.low(), label, probability);
      }
      entries.add(bytes);
    }
    ViewAnswers answers = new ViewAnswers(ViewAnswers.of(entries));
    expected.forEach(
        (key, label) -> assertThat(answers.find(key.high(), key.low())).isEqualTo(label));
    probabilities.forEach(
        (key, probability) ->
            assertThat(answers.probability(key.high(), key.low()))
                .isCloseTo(probability, within(1e-5f)));
    for (int i = 0; i < 100; i++) {
      ContentKey key = new ContentKey(random.nextInt(60), random.nextLong());
      assertThat(answers.find(key.high(), key.low()))
          .isEqualTo(expected.getOrDefault(key, ViewAnswers.MISSING));
    }
  }

  @Property(tries = 200)
  void ofTwoEntriesForOneContentOneStays(@ForAll long high, @ForAll long low) {
    byte[] bytes = new byte[2 * ViewAnswers.ENTRY];
    ViewAnswers.entry(bytes, 0, high, low, 3, 0.5f);
    ViewAnswers.entry(bytes, ViewAnswers.ENTRY, high, low, 3, 0.5f);
    ViewAnswers answers = new ViewAnswers(ViewAnswers.of(List.of(bytes)));
    assertThat(answers.find(high, low)).isEqualTo(3);
    assertThat(answers.find(high, low + 1)).isEqualTo(ViewAnswers.MISSING);
  }

  @Property(tries = 500)
  void keysAreThoseOfTheTexts(@ForAll @Size(min = 1, max = 3) List<String> texts) {
    KeyReader reader = new KeyReader();
    UTF8String[] longOnes = {UTF8String.fromString("x".repeat(5000))};
    reader.read(longOnes);
    reader.read(
        texts.stream()
            .map(text -> UTF8String.fromBytes(text.getBytes(StandardCharsets.UTF_8)))
            .toArray(UTF8String[]::new));
    assertThat(new ContentKey(reader.high(), reader.low())).isEqualTo(ContentKey.of(texts));
  }
}
