package io.understudy.embed.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/** Compares with Hugging Face's own tokenizer, which the models were published with. */
final class WordPiecesTest {
  private static @Nullable HuggingFaceTokenizer reference;
  private static @Nullable WordPieces pieces;

  @BeforeContainer
  static void load() throws IOException {
    try (InputStream json = resource()) {
      reference =
          HuggingFaceTokenizer.newInstance(
              json, Map.of("padding", "false", "truncation", "true", "maxLength", "512"));
    }
    try (InputStream json = resource()) {
      pieces = WordPieces.read(json);
    }
  }

  @AfterContainer
  static void close() {
    if (reference != null) {
      reference.close();
    }
  }

  @Property(tries = 3000, seed = "1")
  void tokensAreThoseOfTheReference(@ForAll("texts") String text) {
    assertThat(encode(text, 512)).as("%s", text).isEqualTo(expected(text));
  }

  @Property(tries = 300, seed = "2")
  void aCutTextIsAPrefixThatEndsLikeAnyText(@ForAll("texts") String text) {
    long[] whole = encode(text, 512);
    long[] cut = encode(text, 7);
    assertThat(cut.length).isEqualTo(Math.min(7, whole.length));
    assertThat(cut[cut.length - 1]).isEqualTo(whole[whole.length - 1]);
    for (int i = 0; i < cut.length - 1; i++) {
      assertThat(cut[i]).isEqualTo(whole[i]);
    }
  }

  @Property(tries = 1, seed = "3")
  void longTextsAreCutWhereTheReferenceCutsThem() {
    String text = "An unbelievably long-winded, naïve review! ".repeat(200);
    assertThat(encode(text, 512)).hasSize(512).isEqualTo(expected(text));
  }

  @Property(tries = 1, seed = "4")
  void aSpecialTokenInTheDataIsText() {
    assertThat(encode("a [SEP] b", 512)).hasSize(2 + 2 + 3).containsOnlyOnce(102L);
  }

  /** Words and signs of many scripts, and spaces of all kinds. */
  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> words =
        Arbitraries.of(
            "The",
            "plot",
            "unbelievable",
            "café",
            "Ångström",
            "İstanbul",
            "ΟΔΟΣ",
            "straße",
            "ﬁne",
            "电影",
            "映画です",
            "한국어",
            "фильм",
            "résumé",
            "don't",
            "U.S.A.",
            "3.14",
            "$5",
            "x^2",
            "a_b",
            "“quoted”",
            "—",
            "…",
            "😀",
            "👩‍👩‍👧",
            "e\u0301",
            "\u200b",
            "\u00a0",
            "\u3000",
            "\t",
            "\n",
            "\r\n",
            "\u0007",
            "\ufffd",
            "\ue000",
            "½",
            "№5",
            "ǅ",
            "नमस्ते",
            "ไทย",
            "العربية",
            "~`|",
            "§",
            "£",
            "a".repeat(101),
            "zzzzqqqxj",
            "🤖ok",
            "\u2028",
            "\u0085");
    Arbitrary<String> raw =
        Arbitraries.strings()
            .withCharRange('\u0001', '\u024f')
            .withCharRange('\u0370', '\u04ff')
            .withCharRange('\u2000', '\u20bf')
            .withCharRange('\u3000', '\u30ff')
            .ofMaxLength(12);
    return Arbitraries.oneOf(words, raw)
        .list()
        .ofMaxSize(12)
        .flatMap(
            parts -> Arbitraries.of("", " ", "  ").map(separator -> String.join(separator, parts)));
  }

  private static long[] encode(String text, int most) {
    if (pieces == null) {
      throw new IllegalStateException("not loaded");
    }
    return pieces.encode(text, most);
  }

  private static long[] expected(String text) {
    if (reference == null) {
      throw new IllegalStateException("not loaded");
    }
    return reference.encode(text, true, false).getIds();
  }

  private static InputStream resource() {
    String name = SentenceModel.BGE_SMALL_EN.tokenizer();
    InputStream json = WordPieces.class.getResourceAsStream(name);
    if (json == null) {
      throw new UncheckedIOException(new IOException(name));
    }
    return json;
  }
}
