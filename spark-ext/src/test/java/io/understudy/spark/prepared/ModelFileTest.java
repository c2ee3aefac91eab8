package io.understudy.spark.prepared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.understudy.call.Promise;
import io.understudy.judge.Certificate;
import io.understudy.judge.Decision;
import io.understudy.judge.Drift;
import io.understudy.model.LinearModel;
import io.understudy.model.RowInput;
import io.understudy.model.Scorer;
import io.understudy.model.TfIdf;
import io.understudy.model.TreesModel;
import io.understudy.model.WordsModel;
import io.understudy.sample.ContentKey;
import io.understudy.spark.prepared.PreparedModel.Basis;
import io.understudy.spark.prepared.PreparedModel.Learnt;
import io.understudy.spark.prepared.PreparedModel.Origin;
import io.understudy.spark.prepared.PreparedModel.Recipe;
import io.understudy.spark.prepared.PreparedModel.Subject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is read is what was written, bit by bit, and nothing else is read. */
class ModelFileTest {

  private static float @Nullable [] weights(PreparedModel model) {
    TfIdf words = model.learnt().words();
    return words == null ? null : words.weights();
  }

  @Property(tries = 300)
  void aModelComesBackAsItWas(@ForAll("models") PreparedModel model) throws IOException {
    byte[] written = ModelFile.write(model);
    PreparedModel read = ModelFile.read(written);
    // Equal bytes say that everything that is written is read; arrays are compared in them, too.
    assertThat(ModelFile.write(read)).isEqualTo(written);
    assertThat(read.subject()).isEqualTo(model.subject());
    assertThat(read.decision()).isEqualTo(model.decision());
    assertThat(read.origin()).isEqualTo(model.origin());
    assertThat(read.basis().data()).isEqualTo(model.basis().data());
    assertThat(read.basis().trained()).isEqualTo(model.basis().trained());
    assertThat(read.basis().alwaysAsked()).isEqualTo(model.basis().alwaysAsked());
    assertThat(read.basis().scored().scores()).isEqualTo(model.basis().scored().scores());
    if (!(model.learnt().scorer() instanceof TreesModel)) {
      assertThat(read.learnt().scorer()).isEqualTo(model.learnt().scorer());
    }
    assertThat(weights(read)).isEqualTo(weights(model));
  }

  @Property(tries = 300)
  void aFileThatWasChangedAnywhereIsNotRead(
      @ForAll("models") PreparedModel model,
      @ForAll("places") double place,
      @ForAll("bits") int bit)
      throws IOException {
    byte[] written = ModelFile.write(model);
    int changed = (int) (place * (written.length - 1));
    written[changed] ^= (byte) (1 << bit);
    assertThatThrownBy(() -> ModelFile.read(written)).isInstanceOf(IOException.class);
  }

  @Property(tries = 100)
  void aFileThatWasCutIsNotRead(
      @ForAll("models") PreparedModel model, @ForAll("places") double place) throws IOException {
    byte[] written = ModelFile.write(model);
    int left = (int) (place * (written.length - 1));
    assertThatThrownBy(() -> ModelFile.read(java.util.Arrays.copyOf(written, left)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aNewerFormatSaysSo() {
    byte[] newer = "{\"understudyModel\":2,\"sha256\":\"\"}\n{}\n".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> ModelFile.read(newer))
        .hasMessage(
            "It has format 2, which a newer version wrote; this one knows formats up to 1.");
  }

  @Test
  void namesOfFilesComeBack() {
    String question = "0123456789abcdef".repeat(4);
    ModelName name = ModelName.of("my_model2", question, 1_795_714_439_453L, "5ad16fca");
    assertThat(ModelName.parse(name.file())).contains(name);
    assertThat(ModelName.parse("." + name.file() + ".crc")).isEmpty();
    assertThat(ModelName.parse(".5ad16fca.tmp")).isEmpty();
    assertThat(ModelName.normal(" Positive_1 ")).contains("positive_1");
    assertThat(ModelName.normal("1a")).contains("1a");
    for (String wrong : List.of("", "_a", "a b", "a.b", "../a", "ä", "x".repeat(101))) {
      assertThat(ModelName.normal(wrong)).as(wrong).isEmpty();
    }
  }

  @Provide
  Arbitrary<Double> places() {
    return Arbitraries.doubles().between(0, 0.9999).ofScale(4);
  }

  @Provide
  Arbitrary<Integer> bits() {
    return Arbitraries.integers().between(0, 6);
  }

  @Provide
  Arbitrary<PreparedModel> models() {
    Arbitrary<Learnt> learnt = Arbitraries.oneOf(linear(), words(), trees());
    return Combinators.combine(texts(), learnt, decisions(), bases(), origins())
        .as(
            (text, model, decision, basis, origin) ->
                new PreparedModel(
                    "m",
                    new Subject(
                        "AI.IF", text, List.of("false", text + "1"), "ab".repeat(32), "e", text),
                    model,
                    decision,
                    basis,
                    origin));
  }

  /** Any text, quotes, line ends and halves of surrogate pairs left out. */
  private static Arbitrary<String> texts() {
    return Arbitraries.strings()
        .withChars('a', 'Z', ' ', '"', '\\', '\n', '\u00e4', '\u4e2d', '{', '}')
        .ofMaxLength(12);
  }

  /** Every finite float, the smallest and the largest among them. */
  private static Arbitrary<Float> floats() {
    return Arbitraries.oneOf(
        Arbitraries.floats(),
        Arbitraries.of(0f, Float.MIN_VALUE, Float.MAX_VALUE, 1e-40f, 0.1f, 1 / 3f));
  }

  private static Arbitrary<float[]> floats(int size) {
    return floats().array(float[].class).ofSize(size);
  }

  private static Arbitrary<Learnt> linear() {
    return Arbitraries.integers()
        .between(2, 4)
        .flatMap(
            classes -> {
              int rows = classes == 2 ? 1 : classes;
              return Combinators.combine(floats(rows * 3), floats(rows))
                  .as(
                      (w, b) ->
                          learnt(RowInput.EMBEDDING, new LinearModel(3, classes, w, b), null));
            });
  }

  private static Arbitrary<Learnt> words() {
    return Combinators.combine(floats(2), floats(1), floats(16))
        .as(
            (w, b, idf) ->
                learnt(
                    RowInput.TFIDF, new WordsModel(0, 2, new int[] {3, 9}, w, b), new TfIdf(idf)));
  }

  private static Arbitrary<Learnt> trees() {
    return Combinators.combine(floats(4), Arbitraries.doubles())
        .as(
            (leaves, threshold) ->
                learnt(
                    RowInput.EMBEDDING,
                    new TreesModel(
                        3,
                        2,
                        TreesModel.Kind.VOTES,
                        new int[] {0},
                        new int[] {1, -1, -1},
                        new double[] {threshold, 0, 0},
                        new int[] {1, 0, 2},
                        leaves,
                        new int[0]),
                    null));
  }

  private static Learnt learnt(RowInput input, Scorer scorer, @Nullable TfIdf words) {
    return new Learnt("logistic", input, 1, "bge", input.readsVector() ? 3 : 0, scorer, words);
  }

  private static Arbitrary<Decision> decisions() {
    return Combinators.combine(
            Arbitraries.doubles().between(0, 0.5),
            Arbitraries.doubles().between(0.5, 1),
            Arbitraries.of(Double.NaN, 0.93, 1.0))
        .as(
            (lower, upper, measured) -> {
              Certificate certificate =
                  new Certificate(
                      List.of(new Promise.F1(0.9), new Promise.Recall(upper * 0.99)),
                      List.of(measured, 0.97),
                      0.9,
                      400,
                      7,
                      0.96,
                      lower,
                      upper,
                      1e12);
              return lower < 0.1
                  ? new Decision.UseProxy(certificate)
                  : new Decision.Cascade(lower, upper, certificate);
            });
  }

  private static Arbitrary<Basis> bases() {
    Arbitrary<Set<ContentKey>> keys =
        Combinators.combine(Arbitraries.longs(), Arbitraries.longs())
            .as(ContentKey::new)
            .set()
            .ofMaxSize(5);
    return Combinators.combine(texts(), Arbitraries.longs(), keys, keys, floats(3))
        .as(
            (text, seed, trained, judged, scores) ->
                new Basis(
                    new DataState(text, "delta " + text, "7", text),
                    seed,
                    1000,
                    3,
                    900,
                    2,
                    Set.of(seed >>> 1, Long.MIN_VALUE, -1L),
                    trained,
                    judged,
                    Set.of(),
                    new Drift.Scored(scores, 2)));
  }

  private static Arbitrary<Origin> origins() {
    return texts()
        .map(
            text ->
                new Origin(
                    "2026-11-26T17:34:24Z",
                    200,
                    190,
                    text.isEmpty() ? null : new Recipe(text, "`t`", text, Map.of("k", text)),
                    Map.of(100, 0.91, 200, 0.94)));
  }
}
