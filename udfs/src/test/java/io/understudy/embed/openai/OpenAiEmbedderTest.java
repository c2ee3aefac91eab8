package io.understudy.embed.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.understudy.embed.EmbedException;
import io.understudy.embed.Embedder;
import io.understudy.embed.EmbedderConfig;
import io.understudy.embed.Embedders;
import io.understudy.llm.Asking;
import io.understudy.llm.EndpointConfig;
import io.understudy.llm.EnvironmentSecrets;
import io.understudy.llm.SecretResolver;
import io.understudy.llm.chat.ScriptedServer;
import io.understudy.llm.chat.ScriptedServer.Scripted;
import io.understudy.localllm.Fault;
import io.understudy.localllm.Faults;
import io.understudy.localllm.LocalLlmOptions;
import io.understudy.localllm.LocalLlmServer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class OpenAiEmbedderTest {
  private static final SecretResolver SECRETS = new EnvironmentSecrets();

  @AfterEach
  void close() {
    Embedders.closeAll();
  }

  @Test
  void embedsInOrderWithLengthOneAndInBatches() throws Exception {
    List<String> texts = texts(150);
    try (LocalLlmServer server = server(LocalLlmOptions.builder().dimension(32))) {
      Embedder embedder = shared(server.url());
      assertThat(embedder.dimension()).isEqualTo(32);
      float[][] vectors = embedder.embed(texts);

      assertThat(vectors).hasNumberOfRows(150);
      for (float[] vector : vectors) {
        assertThat(norm(vector)).isCloseTo(1, within(1e-5));
      }
      assertThat(server.embeddingRequests()).isEqualTo(1 + 3);
      for (int i : new int[] {0, 63, 64, 149}) {
        assertThat(embedder.embed(List.of(texts.get(i)))[0]).isEqualTo(vectors[i]);
      }
      assertThat(embedder.embed(List.of())).isEmpty();
      assertThat(embedder.embed(List.of(""))[0]).hasSize(32);
    }
  }

  @Test
  void retriesLikeLabelsDo() throws Exception {
    Faults faults =
        Faults.NONE.with(Fault.SERVER_ERROR, 0.5).with(Fault.RESET, 0.5).firstAttempts(1);
    try (LocalLlmServer server = server(LocalLlmOptions.builder().faults(faults))) {
      assertThat(shared(server.url()).embed(texts(100))).hasNumberOfRows(100);
      assertThat(server.embeddingRequests()).isEqualTo(4);
    }
  }

  @Test
  void halvesBatchesThatTheServerFindsTooLarge() throws Exception {
    try (LocalLlmServer server = server(LocalLlmOptions.builder().largestEmbeddingBatch(20))) {
      Embedder embedder = shared(server.url());
      List<String> texts = texts(64);
      float[][] vectors = embedder.embed(texts);
      for (int i = 0; i < 64; i += 9) {
        assertThat(embedder.embed(List.of(texts.get(i)))[0]).isEqualTo(vectors[i]);
      }
    }
  }

  @Test
  void cutsATextThatIsTooLongForTheModel() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            body ->
                body.at("/input/0").asText().length() > 1000
                    ? Scripted.of(400, "{\"error\":{\"message\":\"too many tokens\"}}")
                    : Scripted.of(200, "{\"data\":[{\"index\":0,\"embedding\":[0,2]}]}"))) {
      float[][] vectors = shared(server.url()).embed(List.of("\ud83d\ude00".repeat(1500)));
      assertThat(vectors).isDeepEqualTo(new float[][] {{0, 1}});
      assertThat(server.bodies().get(2).at("/input/0").asText()).hasSize(750);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'data':[{'embedding':[1,0]}]} | 1 vectors for 2 texts",
        "{'data':[{'index':0,'embedding':[1]},{'index':0,'embedding':[1]}]} | indexes",
        "{'data':[{'embedding':[1,0]},{'embedding':[1,0,0]}]} | 3 dimensions, others had 2",
        "{'data':[{'embedding':[0,0]},{'embedding':[1,0]}]} | no direction",
        "{'data':[{'embedding':[]},{'embedding':[1,0]}]} | 0 dimensions",
        "{} | 0 vectors for 2 texts"
      })
  void repliesThatCanNotBeTrustedAreErrors(String body, String problem) throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(request -> Scripted.of(200, body.replace('\'', '"')))) {
      EndpointConfig hasty =
          Asking.withDeadline(Asking.endpoint(server.url()), Duration.ofMillis(1));
      Embedder embedder = Embedders.shared(new EmbedderConfig("test", hasty), SECRETS);
      assertThatThrownBy(() -> embedder.embed(List.of("a", "b")))
          .isInstanceOf(EmbedException.class)
          .hasMessageContaining(problem);
    }
  }

  @Test
  void vectorsArriveInTheOrderOfTheirIndexes() throws Exception {
    String body =
        "{\"data\":[{\"index\":1,\"embedding\":[0,1]},{\"index\":0,\"embedding\":[1,0]}]}";
    try (ScriptedServer server = new ScriptedServer(request -> Scripted.of(200, body))) {
      assertThat(shared(server.url()).embed(List.of("a", "b")))
          .isDeepEqualTo(new float[][] {{1, 0}, {0, 1}});
    }
  }

  @Test
  void aRefusedKeyIsAnErrorThatSaysWhereToLook() throws Exception {
    try (LocalLlmServer server = server(LocalLlmOptions.builder().apiKey("k"))) {
      Embedder embedder = shared(server.url());
      assertThatThrownBy(() -> embedder.embed(texts(1000)))
          .isInstanceOf(EmbedException.class)
          .hasMessageContaining("spark.understudy.endpoints.test.apiKey.env");
      assertThatThrownBy(embedder::dimension).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void anInterruptEndsEmbedding() throws Exception {
    try (LocalLlmServer server = server(LocalLlmOptions.builder())) {
      server.pause();
      Embedder embedder = shared(server.url());
      CompletableFuture<Throwable> ended = new CompletableFuture<>();
      Thread caller =
          new Thread(
              () -> {
                try {
                  ended.complete(new AssertionError(embedder.embed(texts(2000)).length));
                } catch (Throwable error) {
                  ended.complete(error);
                }
              });
      caller.start();
      while (server.inFlight() < 8) {
        Thread.sleep(2);
      }
      caller.interrupt();
      assertThat(ended.get(5, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
      server.resume();
      assertThat(embedder.embed(List.of("after"))).hasNumberOfRows(1);
      assertThat(server.embeddingRequests()).isEqualTo(8 + 1);
    }
  }

  @Test
  void eachDistinctTextIsSentOnce() throws Exception {
    try (LocalLlmServer server = server(LocalLlmOptions.builder())) {
      Embedder embedder = shared(server.url());
      float[][] vectors = embedder.embed(List.of("a", "b", "a", "c", "b"));
      assertThat(server.embeddedTexts()).isEqualTo(3);
      assertThat(vectors[2]).isEqualTo(vectors[0]).isNotEqualTo(vectors[1]);
      assertThat(vectors[3]).isEqualTo(embedder.embed(List.of("c"))[0]);
      assertThat(server.embeddedTexts()).isEqualTo(3);
    }
  }

  @Test
  void oneEmbedderPerConfigurationOrAnErrorWithTheCure() throws Exception {
    EmbedderConfig config =
        new EmbedderConfig("test", Asking.endpoint(URI.create("http://127.0.0.1:9/v1")));
    assertThat(Embedders.shared(config, SECRETS)).isSameAs(Embedders.shared(config, SECRETS));
    assertThat(Embedders.available(config)).isTrue();

    EmbedderConfig local = new EmbedderConfig("bge-small-en-v1.5", null);
    assertThat(Embedders.available(local)).isFalse();
    assertThatThrownBy(() -> Embedders.shared(local, SECRETS))
        .isInstanceOf(EmbedException.class)
        .hasMessageContaining("bge-small-en-v1.5")
        .hasMessageContaining("spark.understudy.embedder")
        .hasMessageContaining("understudy-onnx-embedder");
  }

  private static Embedder shared(URI url) throws EmbedException {
    return Embedders.shared(new EmbedderConfig("test", Asking.endpoint(url)), SECRETS);
  }

  private static LocalLlmServer server(LocalLlmOptions.Builder options) {
    return LocalLlmServer.start(options.build());
  }

  private static List<String> texts(int count) {
    return IntStream.range(0, count).mapToObj(i -> "text number " + i).toList();
  }

  private static double norm(float[] vector) {
    return Math.sqrt(
        IntStream.range(0, vector.length).mapToDouble(i -> vector[i] * vector[i]).sum());
  }
}
