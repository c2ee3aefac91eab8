package io.understudy.llm.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.understudy.call.AnswerSet;
import io.understudy.call.Category;
import io.understudy.call.Question;
import io.understudy.llm.ApiKey;
import io.understudy.llm.Asking;
import io.understudy.llm.EndpointConfig;
import io.understudy.llm.LabelModel;
import io.understudy.llm.LabelReply;
import io.understudy.localllm.KeywordOracle;
import io.understudy.localllm.LabelledFile;
import io.understudy.localllm.LocalLlmOptions;
import io.understudy.localllm.LocalLlmServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Probabilities of labels over HTTP. Every test says how many requests it takes. */
class LogprobsTest {
  private static final Question GOOD = Asking.question("Is it good?", new AnswerSet.YesNo());

  @ParameterizedTest
  @EnumSource(LocalLlmOptions.ResponseFormats.class)
  void comeWithTheAnswerInEveryFormOfIt(LocalLlmOptions.ResponseFormats formats) throws Exception {
    LocalLlmOptions options =
        LocalLlmOptions.builder()
            .oracle(new KeywordOracle("good"))
            .responseFormats(formats)
            // The label that is said need not be the likeliest.
            .chances((asked, answer) -> Map.of("true", 0.3, "false", 0.7))
            .build();
    try (LocalLlmServer server = LocalLlmServer.start(options);
        LabelModel model = open(Asking.withLogprobs(Asking.endpoint(server.url())))) {
      LabelReply.Answered answered = answered(model, GOOD, "good");
      assertThat(answered.answer().single()).isEqualTo(1);
      assertLikely(answered, 0.7, 0.3);
    }
  }

  @Test
  void areThoseOfTheLabelsAlsoWhereTheyBeginAlike() throws Exception {
    Question which =
        Asking.question(
            "Which?",
            new AnswerSet.OneOf(
                List.of(
                    Category.named("card_lost"),
                    Category.named("card_arrival"),
                    Category.named("card"))));
    LocalLlmOptions options =
        LocalLlmOptions.builder()
            .oracle(LabelledFile.of(Map.of("x", "card_lost")))
            .chances((asked, answer) -> Map.of("card_lost", 0.5, "card_arrival", 0.3, "card", 0.2))
            .build();
    try (LocalLlmServer server = LocalLlmServer.start(options);
        LabelModel model = open(Asking.withLogprobs(Asking.endpoint(server.url())))) {
      assertLikely(answered(model, which, "x"), 0.5, 0.3, 0.2);
      assertThat(server.requests()).isEqualTo(1);
    }
  }

  @Test
  void areGivenUpWhereTheServerDoesNotTell() throws Exception {
    LocalLlmOptions options =
        LocalLlmOptions.builder().oracle(new KeywordOracle("good")).chances(null).build();
    try (LocalLlmServer server = LocalLlmServer.start(options);
        LabelModel model = open(Asking.withLogprobs(Asking.endpoint(server.url())))) {
      assertThat(answered(model, GOOD, "good").answer().probabilities()).isEmpty();
      assertThat(server.requests()).isEqualTo(2);
      assertThat(answered(model, GOOD, "bad").answer().probabilities()).isEmpty();
      assertThat(server.requests()).isEqualTo(3);
    }
  }

  @Test
  void areNotAskedForUnlessConfigured() throws Exception {
    LocalLlmOptions options =
        LocalLlmOptions.builder().oracle(new KeywordOracle("good")).chances(null).build();
    try (LocalLlmServer server = LocalLlmServer.start(options);
        LabelModel model = open(Asking.endpoint(server.url()))) {
      assertThat(answered(model, GOOD, "good").answer().probabilities()).isEmpty();
      assertThat(server.requests()).isEqualTo(1);
    }
  }

  private static LabelModel open(EndpointConfig endpoint) throws Exception {
    return new OpenAiProvider().open(endpoint, ApiKey.NONE);
  }

  private static LabelReply.Answered answered(LabelModel model, Question question, String text)
      throws Exception {
    return (LabelReply.Answered) model.label(Asking.batch(question, text)).items().get(0);
  }

  private static void assertLikely(LabelReply.Answered answered, double... expected) {
    List<Double> likely = answered.answer().probabilities();
    assertThat(likely).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(likely.get(i)).isCloseTo(expected[i], within(1e-9));
    }
  }
}
