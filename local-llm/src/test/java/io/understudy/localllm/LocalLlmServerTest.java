package io.understudy.localllm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LocalLlmServerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Test
  void answersFromLabelsAndCountsWhatItWasAsked() throws Exception {
    Oracle oracle = LabelledFile.of(Map.of("great plot", "true", "dull", "false"));
    try (LocalLlmServer server = LocalLlmServer.start(oracle)) {
      assertThat(answer(server, own("Interesting? {review}", "great plot"))).isEqualTo("true");
      assertThat(answer(server, own("Interesting? {review}", "dull"))).isEqualTo("false");
      assertThat(answer(server, own("Interesting? {review}", "dull"))).isEqualTo("false");

      assertThat(server.requests()).isEqualTo(3);
      assertThat(server.timesAsked("dull")).isEqualTo(2);
      assertThat(server.distinctTexts()).isEqualTo(2);
      assertThat(server.questionsAsked()).containsOnly(Map.entry("Interesting? {review}", 3L));
      JsonNode stats = JSON.readTree(get(server, "/stats").body());
      assertThat(stats.path("statuses").path("200").asInt()).isEqualTo(3);
      assertThat(stats.path("tokens_in").asLong()).isPositive();
      assertThat(get(server, "/").body()).contains("Interesting? {review}");

      server.reset();
      assertThat(server.requests()).isZero();
    }
  }

  @Test
  void answersAnyOtherChatByRule() throws Exception {
    String schema =
        """
        {"model": "m", "messages": [{"role": "system", "content": "Topic?"},
           {"role": "user", "content": [{"type": "text", "text": "All about Sports today"}]}],
         "response_format": {"type": "json_schema", "json_schema": {"name": "x", "schema": {
           "type": "object", "properties": {"topic": {"type": "string", "enum": ["politics", "sports"]}}}}}}""";
    String plain =
        """
        {"messages": [{"role": "user", "content": "the word disaster"}]}""";
    try (LocalLlmServer server = LocalLlmServer.start(new KeywordOracle("disaster"))) {
      assertThat(content(post(server, schema))).isEqualTo("{\"topic\":\"sports\"}");
      assertThat(content(post(server, plain))).isEqualTo("true");
    }
  }

  @Test
  void readsInstructionsOfSeveralLinesAndDataWithTags() throws Exception {
    String message =
        "Instruction: Line one\nline two {a}\nLabels (any number): [\"x\",\"y\"]\n"
            + "Meanings: {\"x\":\"first\"}\n<data>\n{\"a\":\"x and \\u003c/data>\"}\n</data>";
    try (LocalLlmServer server = LocalLlmServer.start(new KeywordOracle(""))) {
      assertThat(content(post(server, chat(message)))).isEqualTo("{\"answer\":[\"x\"]}");
      assertThat(server.questionsAsked()).containsOnlyKeys("Line one\nline two {a}");
      assertThat(server.timesAsked("x and </data>")).isEqualTo(1);
    }
  }

  @Test
  void noiseHitsTheStatedShareAndIsTheSameInEveryRun() throws Exception {
    LocalLlmOptions options =
        LocalLlmOptions.builder().oracle(new KeywordOracle("good")).noise(0.2).seed(5).build();
    List<String> first = answersOfTwoHundred(options);
    List<String> second = answersOfTwoHundred(options);

    assertThat(first).isEqualTo(second);
    assertThat(first.stream().filter("false"::equals).count() / 200.0).isCloseTo(0.2, within(0.1));
  }

  @Test
  void holdsHundredsOfDelayedRequestsAtOnce() throws Exception {
    try (LocalLlmServer server = LocalLlmServer.start(LocalLlmOptions.builder().build())) {
      server.pause();
      List<CompletableFuture<HttpResponse<String>>> replies = new ArrayList<>();
      for (int i = 0; i < 256; i++) {
        replies.add(send(server, own("q", "text " + i)));
      }
      while (server.inFlight() < 256) {
        Thread.sleep(5);
      }
      server.resume();
      for (CompletableFuture<HttpResponse<String>> reply : replies) {
        assertThat(reply.get().statusCode()).isEqualTo(200);
      }
      assertThat(server.maxInFlight()).isEqualTo(256);
    }
  }

  @Test
  void queuesOrRejectsBeyondItsLimit() throws Exception {
    LocalLlmOptions.Builder slow = LocalLlmOptions.builder().latency(Duration.ofMillis(20));
    try (LocalLlmServer queueing = LocalLlmServer.start(slow.queueBeyond(3).build())) {
      List<CompletableFuture<HttpResponse<String>>> replies = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        replies.add(send(queueing, own("q", "text " + i)));
      }
      for (CompletableFuture<HttpResponse<String>> reply : replies) {
        assertThat(reply.get().statusCode()).isEqualTo(200);
      }
      assertThat(queueing.maxInFlight()).isEqualTo(3);
    }
    try (LocalLlmServer rejecting = LocalLlmServer.start(slow.rejectBeyond(1).build())) {
      rejecting.pause();
      CompletableFuture<HttpResponse<String>> first = send(rejecting, own("q", "a"));
      while (rejecting.inFlight() < 1) {
        Thread.sleep(5);
      }
      assertThat(post(rejecting, own("q", "b")).statusCode()).isEqualTo(429);
      rejecting.resume();
      assertThat(first.get().statusCode()).isEqualTo(200);
    }
  }

  @Test
  void faultsAreSetAtRunTimeAndRepeat() throws Exception {
    try (LocalLlmServer server = LocalLlmServer.start(LocalLlmOptions.builder().build())) {
      assertThat(control(server, "/faults", "{\"server-error\": 0.5, \"seed\": 3}").statusCode())
          .isEqualTo(200);
      List<Integer> statuses = statuses(server);
      control(server, "/reset", "");
      assertThat(statuses(server)).isEqualTo(statuses).contains(200, 500);

      HttpResponse<String> wrong = control(server, "/faults", "{\"nonsense\": 1}");
      assertThat(wrong.statusCode()).isEqualTo(400);
      assertThat(wrong.body()).contains("nonsense").contains("server-error");
      control(server, "/faults", "{}");
      assertThat(statuses(server)).containsOnly(200);
    }
  }

  @Test
  void wantsItsKeyItsModelAndAKnownResponseFormat() throws Exception {
    LocalLlmOptions options =
        LocalLlmOptions.builder()
            .apiKey("k")
            .model("m")
            .responseFormats(LocalLlmOptions.ResponseFormats.OBJECT)
            .build();
    try (LocalLlmServer server = LocalLlmServer.start(options)) {
      assertThat(post(server, own("q", "a")).statusCode()).isEqualTo(401);
      assertThat(postWithKey(server, "{\"model\": \"other\"}").statusCode()).isEqualTo(404);
      assertThat(
              postWithKey(
                      server,
                      "{\"model\": \"m\", \"messages\": [{\"role\": \"user\", \"content\": \"x\"}],"
                          + " \"response_format\": {\"type\": \"json_schema\"}}")
                  .statusCode())
          .isEqualTo(400);
    }
  }

  @Test
  void embedsTheSameTextAlikeInBothEncodings() throws Exception {
    try (LocalLlmServer server =
        LocalLlmServer.start(LocalLlmOptions.builder().dimension(8).build())) {
      JsonNode plain =
          JSON.readTree(
              control(server, "/v1/embeddings", "{\"input\": [\"a cat\", \"a dog\"]}").body());
      JsonNode coded =
          JSON.readTree(
              control(
                      server,
                      "/v1/embeddings",
                      "{\"input\": \"a dog\", \"encoding_format\": \"base64\"}")
                  .body());
      byte[] bytes = Base64.getDecoder().decode(coded.at("/data/0/embedding").asText());
      ByteBuffer floats = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < 8; i++) {
        assertThat(floats.getFloat())
            .isEqualTo((float) plain.at("/data/1/embedding/" + i).asDouble());
      }
      assertThat(plain.at("/data/0/embedding")).isNotEqualTo(plain.at("/data/1/embedding"));
      assertThat(server.embeddedTexts()).isEqualTo(3);
    }
  }

  private static List<Integer> statuses(LocalLlmServer server) throws Exception {
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      statuses.add(post(server, own("q", "text " + i)).statusCode());
    }
    return statuses;
  }

  private static List<String> answersOfTwoHundred(LocalLlmOptions options) throws Exception {
    List<String> answers = new ArrayList<>();
    try (LocalLlmServer server = LocalLlmServer.start(options)) {
      for (int i = 0; i < 200; i++) {
        answers.add(answer(server, own("q", "good text " + i)));
      }
    }
    return answers;
  }

  private static String own(String instruction, String text) throws Exception {
    return chat(
        "Instruction: %s\nLabels: [\"false\",\"true\"]\n<data>\n{\"t\":\"%s\"}\n</data>"
            .formatted(instruction, text));
  }

  private static String chat(String user) throws Exception {
    return JSON.writeValueAsString(
        Map.of("model", "m", "messages", List.of(Map.of("role", "user", "content", user))));
  }

  private static String answer(LocalLlmServer server, String body) throws Exception {
    return JSON.readTree(content(post(server, body))).path("answer").asText();
  }

  private static String content(HttpResponse<String> reply) throws Exception {
    return JSON.readTree(reply.body()).at("/choices/0/message/content").asText();
  }

  private static HttpResponse<String> post(LocalLlmServer server, String body) throws Exception {
    return send(server, body).get();
  }

  private static CompletableFuture<HttpResponse<String>> send(LocalLlmServer server, String body) {
    return HTTP.sendAsync(
        request(server, "/v1/chat/completions", body).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static HttpResponse<String> postWithKey(LocalLlmServer server, String body)
      throws Exception {
    return HTTP.send(
        request(server, "/v1/chat/completions", body).header("Authorization", "Bearer k").build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static HttpResponse<String> control(LocalLlmServer server, String path, String body)
      throws Exception {
    return HTTP.send(request(server, path, body).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpResponse<String> get(LocalLlmServer server, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
    return HTTP.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(LocalLlmServer server, String path, String body) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
        .timeout(Duration.ofSeconds(20))
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }
}
