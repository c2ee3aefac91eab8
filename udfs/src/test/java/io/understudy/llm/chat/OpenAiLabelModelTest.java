package io.understudy.llm.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.understudy.account.Usage;
import io.understudy.call.Answer;
import io.understudy.call.Question;
import io.understudy.llm.ApiKey;
import io.understudy.llm.Asking;
import io.understudy.llm.EndpointConfig;
import io.understudy.llm.LabelException;
import io.understudy.llm.LabelModel;
import io.understudy.llm.LabelReply;
import io.understudy.llm.chat.ScriptedServer.Scripted;
import io.understudy.localllm.KeywordOracle;
import io.understudy.localllm.LocalLlmOptions;
import io.understudy.localllm.LocalLlmOptions.ResponseFormats;
import io.understudy.localllm.LocalLlmServer;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class OpenAiLabelModelTest {
  private static final Question GOOD = Asking.yesNo("Is it good?");

  @ParameterizedTest
  @CsvSource({"SCHEMA, 1", "OBJECT, 2", "NONE, 3"})
  void stepsDownToWhatTheServerSupportsAndRemembersIt(ResponseFormats supported, int firstCalls)
      throws Exception {
    LocalLlmOptions options =
        LocalLlmOptions.builder()
            .oracle(new KeywordOracle("good"))
            .responseFormats(supported)
            .build();
    try (LocalLlmServer server = LocalLlmServer.start(options);
        LabelModel model = open(server.url())) {
      LabelReply first = model.label(Asking.batch(GOOD, "good"));
      LabelReply second = model.label(Asking.batch(GOOD, "bad"));

      assertThat(first.items()).containsExactly(new LabelReply.Answered(Answer.of(1)));
      assertThat(first.usage().calls()).isEqualTo(firstCalls);
      assertThat(second.items()).containsExactly(new LabelReply.Answered(Answer.of(0)));
      assertThat(second.usage().calls()).isEqualTo(1);
      assertThat(server.requests()).isEqualTo(firstCalls + 1);
    }
  }

  @Test
  void leavesOutWhatReasoningModelsReject() throws Exception {
    Function<JsonNode, Scripted> script =
        body -> {
          if (body.has("max_tokens")) {
            return error("Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens'.");
          }
          if (body.has("temperature")) {
            return error("Unsupported value: 'temperature' does not support 0 with this model.");
          }
          return says("{\"answer\":\"true\"}");
        };
    try (ScriptedServer server = new ScriptedServer(script);
        LabelModel model = open(server.url())) {
      LabelReply reply = model.label(Asking.batch(GOOD, "x"));
      assertThat(reply.items()).containsExactly(new LabelReply.Answered(Answer.of(1)));
      assertThat(reply.usage().calls()).isEqualTo(3);
      assertThat(server.bodies().get(2).has("response_format")).isTrue();
    }
  }

  @Test
  void asksForTheLabelsByStrictSchemaAtTemperatureZero() throws Exception {
    try (ScriptedServer server = new ScriptedServer(body -> says("{\"answer\":[\"b\"]}"));
        LabelModel model = open(URI.create(server.url() + "?api-version=1"))) {
      LabelReply reply = model.label(Asking.batch(Asking.anyOf("Which?", "a", "b"), "x"));

      assertThat(reply.items()).containsExactly(new LabelReply.Answered(Answer.of(1)));
      assertThat(server.calls()).containsExactly("/v1/chat/completions?api-version=1");
      JsonNode body = server.bodies().get(0);
      assertThat(body.path("temperature").asInt(-1)).isZero();
      JsonNode schema = body.at("/response_format/json_schema");
      assertThat(schema.path("strict").asBoolean()).isTrue();
      assertThat(schema.at("/schema/properties/answer/items/enum").toString())
          .isEqualTo("[\"a\",\"b\"]");
      assertThat(schema.at("/schema/additionalProperties").asBoolean(true)).isFalse();
    }
  }

  @Test
  void anAnswerThatIsCutGetsMoreRoomAtOnceAndFromThenOn() throws Exception {
    Function<JsonNode, Scripted> thinker =
        body -> body.path("max_tokens").asInt() < 4096 ? cut() : says("true");
    try (ScriptedServer server = new ScriptedServer(thinker);
        LabelModel model = open(server.url())) {
      LabelReply first = model.label(Asking.batch(GOOD, "x"));
      assertThat(first.items()).containsExactly(new LabelReply.Answered(Answer.of(1)));
      assertThat(first.usage().calls()).isEqualTo(3);
      assertThat(first.usage().tokensOut()).isEqualTo(128 + 128 + 1);
      assertThat(model.label(Asking.batch(GOOD, "y")).usage().calls()).isEqualTo(1);
      assertThat(limits(server)).containsExactly(256, 1024, 4096, 4096);
    }
  }

  @Test
  void anAnswerThatIsCutAtTheLastLimitIsUnusable() throws Exception {
    try (ScriptedServer server = new ScriptedServer(body -> cut());
        LabelModel model = open(server.url())) {
      for (int i = 0; i < 2; i++) {
        assertThat(model.label(Asking.batch(GOOD, "x")).items())
            .containsExactly(new LabelReply.Unusable("cut by the token limit"));
      }
      assertThat(limits(server)).containsExactly(256, 1024, 4096, 4096);
    }
  }

  @Test
  void aServerWithoutRoomForMoreKeepsItsLimit() throws Exception {
    Function<JsonNode, Scripted> small =
        body -> body.path("max_tokens").asInt() > 256 ? error("maximum context length") : cut();
    try (ScriptedServer server = new ScriptedServer(small);
        LabelModel model = open(server.url())) {
      for (int i = 0; i < 2; i++) {
        assertThat(model.label(Asking.batch(GOOD, "x")).items())
            .containsExactly(new LabelReply.Unusable("cut by the token limit"));
      }
      assertThat(limits(server)).containsExactly(256, 1024, 256, 1024);
    }
  }

  @Test
  void whatWasPaidBeforeAFailureIsNotForgotten() throws Exception {
    Function<JsonNode, Scripted> failing =
        body -> body.path("max_tokens").asInt() > 256 ? Scripted.of(503, "") : cut();
    try (ScriptedServer server = new ScriptedServer(failing);
        LabelModel model = open(server.url())) {
      LabelException error =
          catchThrowableOfType(LabelException.class, () -> model.label(Asking.batch(GOOD, "x")));
      assertThat(error.kind()).isEqualTo(LabelException.Kind.UNAVAILABLE);
      assertThat(error.paidBefore()).isEqualTo(new Usage(1, 11, 128, false));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 422})
  void onceServedARefusalInUnknownWordsIsOneRowsProblem(int status) throws Exception {
    Function<JsonNode, Scripted> picky =
        body ->
            body.toString().contains("odd")
                ? Scripted.of(status, "something about this one")
                : says("true");
    try (ScriptedServer server = new ScriptedServer(picky);
        LabelModel model = open(server.url())) {
      LabelException early =
          catchThrowableOfType(LabelException.class, () -> model.label(Asking.batch(GOOD, "odd")));
      assertThat(early.kind()).isEqualTo(LabelException.Kind.REJECTED);

      assertThat(model.label(Asking.batch(GOOD, "x")).items())
          .containsExactly(new LabelReply.Answered(Answer.of(1)));
      LabelReply late = model.label(Asking.batch(GOOD, "odd"));
      assertThat(late.items())
          .containsExactly(
              new LabelReply.Unusable("rejected by the endpoint (HTTP " + status + ")"));
      assertThat(late.usage()).isEqualTo(new Usage(1, 0, 0, false));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | {'choices':[{'finish_reason':'content_filter','message':{'content':''}}]} | filtered",
        "200 | {'choices':[{'finish_reason':'stop','message':{'content':null}}]} | empty content",
        "200 | {'choices':[{'message':{'content':null,'refusal':'No.'}}]} | refusal",
        "400 | {'error':{'code':'content_filter','message':'blocked'}} | filtered",
        "400 | {'error':{'code':'context_length_exceeded'}} | too long for the model",
        "413 | '' | too long for the model"
      })
  void whatConcernsOneRowIsThatRowsProblem(int status, String body, String problem)
      throws Exception {
    try (ScriptedServer server = new ScriptedServer(request -> Scripted.of(status, json(body)));
        LabelModel model = open(server.url())) {
      LabelReply reply = model.label(Asking.batch(GOOD, "x"));
      assertThat(reply.items()).containsExactly(new LabelReply.Unusable(problem));
      assertThat(reply.usage().calls()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400, REJECTED",
    "402, REJECTED",
    "403, UNAUTHORIZED",
    "408, TIMEOUT",
    "409, UNAVAILABLE",
    "302, REJECTED",
    "502, UNAVAILABLE",
    "503, UNAVAILABLE",
    "529, UNAVAILABLE"
  })
  void everyStatusHasOneKind(int status, LabelException.Kind kind) throws Exception {
    LabelException error = failure(Scripted.of(status, "plain words"), ApiKey.NONE);
    assertThat(error.kind()).isEqualTo(kind);
    assertThat(error)
        .hasMessageContaining("HTTP " + status)
        .hasMessageContaining("spark.understudy.endpoints.test.")
        .hasMessageNotContaining("plain words");
  }

  @Test
  void anEmptyAccountIsNotAskedAgain() throws Exception {
    String body = json("{'error':{'code':'insufficient_quota','message':'You ran out.'}}");
    LabelException error = failure(Scripted.of(429, body), ApiKey.NONE);
    assertThat(error.kind()).isEqualTo(LabelException.Kind.REJECTED);
    assertThat(error)
        .hasMessageContaining("no quota left")
        .hasMessageContaining("insufficient_quota");
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void noWordIsQuotedWhereAKeyIsRefused(int status) throws Exception {
    String echo =
        json(
            "{'error':{'message':'Incorrect API key provided: sk-ab***********WXYZ.',"
                + "'code':'sk-ab','type':'WXYZ'}}");
    LabelException error = failure(Scripted.of(status, echo), ApiKey.of("sk-ab0123456789WXYZ"));
    assertThat(error.getMessage())
        .doesNotContain("sk-ab")
        .doesNotContain("WXYZ")
        .contains("refuses the key");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 422, 429, 500, 503})
  void codesAreQuotedButNoSentenceSinceItMayEchoTheRow(int status) throws Exception {
    String echo =
        json(
            "{'error':{'message':'Invalid input: Jane Roe, 12 Elm St','type':'BadRequestError',"
                + "'code':'Jane Roe'},'detail':'Jane Roe','type':'key-of-mine-1'}");
    LabelException error = failure(Scripted.of(status, echo), ApiKey.of("key-of-mine"));
    assertThat(error.getMessage())
        .contains("BadRequestError")
        .doesNotContain("Jane")
        .doesNotContain("Elm")
        .doesNotContain("key-of-mine");
  }

  @Test
  void aBodyThatIsNotJsonIsNotQuoted() throws Exception {
    LabelException error = failure(Scripted.of(502, "<p>Jane Roe</p>"), ApiKey.NONE);
    assertThat(error.getMessage()).contains("HTTP 502").doesNotContain("Jane");
  }

  @Test
  void aKeyThatNoHeaderCanCarryIsAConfigurationErrorWithoutTheKey() throws Exception {
    LabelException error = failure(Scripted.of(200, "{}"), ApiKey.of("line\nbreak"));
    assertThat(error.kind()).isEqualTo(LabelException.Kind.CONFIGURATION);
    assertThat(error).hasMessageNotContaining("break\"").hasNoCause();
  }

  @Test
  void aUrlWithoutHostIsAConfigurationError() {
    assertThatThrownBy(() -> open(URI.create("localhost:8000/v1")))
        .isInstanceOf(LabelException.class)
        .hasMessageContaining("spark.understudy.endpoints.test.url");
  }

  @Test
  void usageIsWhatTheServerSays() throws Exception {
    String body =
        json(
            "{'choices':[{'message':{'content':'true'}}],"
                + "'usage':{'prompt_tokens':11,'completion_tokens':3}}");
    try (ScriptedServer server = new ScriptedServer(request -> Scripted.of(200, body));
        LabelModel model = open(server.url())) {
      assertThat(model.label(Asking.batch(GOOD, "x")).usage())
          .isEqualTo(new Usage(1, 11, 3, false));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "retry-after | 7 | 7000",
        "retry-after | 0.5 | 500",
        "retry-after | -3 | 0",
        "retry-after | Wed, 21 Oct 2015 07:28:05 GMT | 5000",
        "retry-after | Wed, 21 Oct 2015 07:27:00 GMT | 0",
        "retry-after-ms | 120 | 120",
        "retry-after | soon |"
      })
  void readsEveryFormOfRetryAfter(String name, String value, Long millis) {
    HttpHeaders headers = HttpHeaders.of(Map.of(name, List.of(value)), (header, text) -> true);
    assertThat(ProviderReply.retryAfter(headers, Instant.parse("2015-10-21T07:28:00Z")))
        .isEqualTo(Optional.ofNullable(millis).map(Duration::ofMillis));
  }

  private static LabelException failure(Scripted reply, ApiKey key) throws Exception {
    try (ScriptedServer server = new ScriptedServer(request -> reply);
        LabelModel model = new OpenAiProvider().open(Asking.endpoint(server.url()), key)) {
      return catchThrowableOfType(LabelException.class, () -> model.label(Asking.batch(GOOD, "x")));
    }
  }

  private static LabelModel open(URI url) throws LabelException {
    EndpointConfig endpoint = Asking.endpoint(url);
    return new OpenAiProvider().open(endpoint, ApiKey.NONE);
  }

  private static Scripted says(String content) {
    String quoted = content.replace("\"", "\\\"");
    return Scripted.of(200, "{\"choices\":[{\"message\":{\"content\":\"" + quoted + "\"}}]}");
  }

  private static Scripted cut() {
    return Scripted.of(
        200,
        json(
            "{'choices':[{'finish_reason':'length','message':{'content':'<think>so'}}],"
                + "'usage':{'prompt_tokens':11,'completion_tokens':128}}"));
  }

  private static List<Integer> limits(ScriptedServer server) {
    return server.bodies().stream().map(body -> body.path("max_tokens").asInt()).toList();
  }

  private static Scripted error(String message) {
    return Scripted.of(400, "{\"error\":{\"message\":\"" + message + "\"}}");
  }

  private static String json(String singleQuoted) {
    return singleQuoted.replace('\'', '"');
  }
}
