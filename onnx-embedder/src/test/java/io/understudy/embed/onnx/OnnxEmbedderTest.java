package io.understudy.embed.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.langchain4j.model.embedding.onnx.OnnxEmbeddingModel;
import dev.langchain4j.model.embedding.onnx.PoolingMode;
import io.understudy.embed.EmbedException;
import io.understudy.embed.Embedder;
import io.understudy.embed.EmbedderConfig;
import io.understudy.embed.Embedders;
import io.understudy.llm.EnvironmentSecrets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OnnxEmbedderTest {
  private static final List<String> TEXTS =
      List.of(
          "The plot is gripping from the first minute.",
          "A film that never finds its pace.",
          "My phone's battery lasts two days!",
          "",
          "   ",
          "Der Film war großartig — très bien, 电影 😀",
          "x");

  @AfterAll
  static void close() {
    Embedders.closeAll();
  }

  @ParameterizedTest
  @EnumSource(SentenceModel.class)
  void vectorsAreThoseOfTheReference(SentenceModel model, @TempDir Path directory)
      throws Exception {
    Path network = copy(model.network(), directory);
    Path tokenizer = copy(model.tokenizer(), directory);
    OnnxEmbeddingModel reference =
        new OnnxEmbeddingModel(
            network,
            tokenizer,
            model.pooling() == Pooling.CLS ? PoolingMode.CLS : PoolingMode.MEAN);
    try (OnnxEmbedder embedder = OnnxEmbedder.load(model)) {
      float[][] vectors = embedder.embed(TEXTS);
      for (int i = 0; i < vectors.length; i++) {
        if (!TEXTS.get(i).isBlank()) {
          assertThat(vectors[i])
              .as(TEXTS.get(i))
              .containsExactly(reference.embed(TEXTS.get(i)).content().vector(), within(1e-3f));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bge-small-en-v1.5", "all-minilm-l6-v2", "BGE-small-en-v1.5"})
  void foundByNameWithUnitVectorsThatKeepMeaning(String name) throws Exception {
    Embedder embedder = open(name);
    assertThat(embedder.dimension()).isEqualTo(384);
    float[][] vectors = embedder.embed(TEXTS);
    assertThat(List.of(vectors)).allSatisfy(v -> assertThat(dot(v, v)).isCloseTo(1, within(1e-5)));

    float[][] movies =
        embedder.embed(
            List.of(
                "The movie was wonderful.",
                "I loved this film.",
                "The invoice is due on the first of March."));
    assertThat(dot(movies[0], movies[1])).isGreaterThan(dot(movies[0], movies[2]) + 0.1);
  }

  @Test
  void oneEmbedderPerJvmAndNeverOneForAnUnknownModel() throws Exception {
    assertThat(open("bge-small-en-v1.5")).isSameAs(open("bge-small-en-v1.5"));
    assertThatThrownBy(() -> open("bge-enormous"))
        .isInstanceOf(EmbedException.class)
        .hasMessageContaining("bge-enormous");
  }

  /** Rows are partitioned differently from run to run; their vectors must not differ. */
  @Test
  void aVectorDoesNotDependOnItsNeighboursOrThreads() throws Exception {
    Embedder embedder = open("bge-small-en-v1.5");
    float[][] together = embedder.embed(TEXTS);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<float[]>> alone = new ArrayList<>();
      for (String text : TEXTS) {
        Callable<float[]> one = () -> embedder.embed(List.of(text))[0];
        alone.add(threads.submit(one));
      }
      for (int i = 0; i < TEXTS.size(); i++) {
        assertThat(alone.get(i).get()).isEqualTo(together[i]);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void longTextsAreCutAtTheModelsLimit() throws Exception {
    Embedder embedder = open("all-minilm-l6-v2");
    String page = "word ".repeat(600);
    float[][] vectors = embedder.embed(List.of(page, page + " and quite another end"));
    assertThat(vectors[0]).isEqualTo(vectors[1]);
  }

  @Test
  void interruptionEndsTheCall() throws Exception {
    Embedder embedder = open("bge-small-en-v1.5");
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> embedder.embed(TEXTS)).isInstanceOf(InterruptedException.class);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void aClosedEmbedderSaysSo() throws Exception {
    OnnxEmbedder embedder = OnnxEmbedder.load(SentenceModel.ALL_MINILM_L6);
    embedder.close();
    assertThatThrownBy(() -> embedder.embed(TEXTS))
        .isInstanceOf(EmbedException.class)
        .hasMessageContaining("is closed");
  }

  private static Embedder open(String name) throws EmbedException {
    return Embedders.shared(new EmbedderConfig(name, null), new EnvironmentSecrets());
  }

  private static double dot(float[] left, float[] right) {
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += left[i] * right[i];
    }
    return sum;
  }

  private static Path copy(String resource, Path directory) throws IOException {
    Path file = directory.resolve(resource.substring(1));
    try (InputStream in = OnnxEmbedder.class.getResourceAsStream(resource)) {
      Files.copy(Objects.requireNonNull(in), file);
    }
    return file;
  }
}
