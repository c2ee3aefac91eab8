package io.understudy.llm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.understudy.call.Answer;
import io.understudy.call.AnswerSet;
import io.understudy.call.Question;
import io.understudy.call.RowData;
import io.understudy.llm.LabelOutcome.Answered;
import io.understudy.llm.LabelOutcome.Failed;
import io.understudy.llm.chat.OpenAiProvider;
import io.understudy.llm.chat.ScriptedServer;
import io.understudy.localllm.KeywordOracle;
import io.understudy.localllm.LocalLlmOptions;
import io.understudy.localllm.LocalLlmServer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls: as many as there are texts, fewer where several share one. */
@Timeout(120)
class HostileTextTest {
  private static final Question GOOD = Asking.yesNo("Is it good?");
  private static final List<RowData> ROWS =
      HostileTexts.all().stream().map(text -> Asking.row(text)).toList();

  @Test
  void thereAreTwoHundredDifferentOnes() {
    assertThat(Set.copyOf(ROWS)).hasSize(HostileTexts.COUNT).hasSize(200);
  }

  /** In packs each row has hostile neighbours. */
  @ParameterizedTest
  @ValueSource(ints = {1, 7})
  void everyRowIsUnderstoodAsItIsAndHasItsOwnAnswer(int packing) throws Exception {
    Set<String> instructions = ConcurrentHashMap.newKeySet();
    Set<String> texts = ConcurrentHashMap.newKeySet();
    LocalLlmOptions options =
        LocalLlmOptions.builder()
            .oracle(
                asked -> {
                  instructions.add(asked.instruction() + asked.labels());
                  texts.add(asked.text());
                  return new KeywordOracle("good").answer(asked);
                })
            .build();
    try (LocalLlmServer server = LocalLlmServer.start(options);
        LabelClient client = client(server.url(), packing)) {
      List<CompletableFuture<LabelOutcome>> asked = client.ask(GOOD, ROWS, Duration.ofMinutes(1));
      for (int i = 0; i < ROWS.size(); i++) {
        LabelOutcome outcome = asked.get(i).get();
        assertThat(outcome).as("text %d", i).isInstanceOf(Answered.class);
        assertThat(((Answered) outcome).answer())
            .as("text %d", i)
            .isEqualTo(Answer.of(i % 2 == 0 ? 1 : 0));
      }
      assertThat(server.requests()).isEqualTo((ROWS.size() + packing - 1) / packing);
    }
    assertThat(instructions).containsExactly("Is it good? {text}[true, false]");
    assertThat(texts).hasSize(ROWS.size());
  }

  /** The worst model: it says what the row says. Nothing but a label ever becomes an answer. */
  @Test
  void aModelThatRepeatsTheRowNeverMakesAnAnswerThatIsNoLabel() throws Exception {
    AnswerSet topics = Asking.oneOf("Topic?", "news", "pwned by row").answers();
    for (RowData row : ROWS) {
      LabelReply.Item item = AnswerParser.parse(row.values().get(0), topics);
      assertThat(item).isInstanceOf(LabelReply.Unusable.class);
      assertThat(((LabelReply.Unusable) item).problem())
          .isIn("off-list answer", "empty content", "refusal", AnswerParser.CUT);
      assertThat(AnswerParser.parsePack(row.values().get(0), topics, 3))
          .allSatisfy(part -> assertThat(part).isInstanceOf(LabelReply.Unusable.class));
    }
  }

  /** A model that gives its system prompt away has given no answer, and no message quotes it. */
  @Test
  void theSystemPromptDoesNotLeak() throws Exception {
    ChatPrompt prompt = ChatPrompt.of(GOOD);
    String secret = prompt.system();
    try (ScriptedServer server =
            new ScriptedServer(
                body -> ScriptedServer.Scripted.of(200, reply(body.at("/messages/0/content"))));
        LabelClient client = client(server.url(), 1)) {
      LabelOutcome outcome = client.ask(GOOD, ROWS.get(14)).get();
      assertThat(outcome).isInstanceOf(Failed.class);
      assertThat(((Failed) outcome).problem()).isEqualTo("off-list answer");
      assertThat(outcome.toString()).doesNotContain(secret.substring(0, 20));
    }
  }

  /** Whatever the row, all of the message but one line of JSON is the same. */
  @Test
  void aRowIsOneLineOfJsonBetweenTheMarks() {
    ChatPrompt prompt = ChatPrompt.of(GOOD, 1000);
    List<String> frames = new ArrayList<>();
    for (RowData row : ROWS) {
      String[] lines = prompt.user(row).split("\n", -1);
      assertThat(lines).hasSize(5);
      assertThat(lines[3]).startsWith("{\"text\":\"").endsWith("\"}").doesNotContain("<");
      frames.add(lines[0] + lines[1] + lines[2] + lines[4]);
    }
    assertThat(Set.copyOf(frames)).hasSize(1);
    List<RowData> some = IntStream.range(0, 40).mapToObj(ROWS::get).toList();
    assertThat(prompt.userPack(some).split("\n", -1)).hasSize(2 + 1 + 40 + 1);
  }

  @Test
  void ofALongTextTheBeginningIsSentAndNoPairOfSurrogatesIsSplit() {
    ChatPrompt prompt = ChatPrompt.of(GOOD, 5);
    assertThat(prompt.user(Asking.row("12345"))).contains("{\"text\":\"12345\"}");
    assertThat(prompt.user(Asking.row("123456"))).contains("{\"text\":\"12345\"}");
    assertThat(prompt.user(Asking.row("1234\ud83d\ude00"))).contains("{\"text\":\"1234\"}");
    assertThat(ChatPrompt.truncates(Asking.row("12345"), 5)).isFalse();
    assertThat(ChatPrompt.truncates(Asking.row("a", "123456"), 5)).isTrue();
  }

  private static String reply(JsonNode system) {
    return "{\"choices\":[{\"finish_reason\":\"stop\",\"message\":{\"content\":" + system + "}}]}";
  }

  private static LabelClient client(URI url, int packing) throws LabelException {
    EndpointConfig endpoint = Asking.withPacking(Asking.endpoint(url), packing);
    return new LabelClient(new OpenAiProvider().open(endpoint, ApiKey.NONE), endpoint);
  }
}
