package io.understudy.llm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.understudy.call.Answer;
import io.understudy.call.AnswerSet;
import io.understudy.call.Category;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotBlank;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.UniqueElements;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerParserTest {
  private static final AnswerSet YES_NO = new AnswerSet.YesNo();
  private static final AnswerSet TOPIC = new AnswerSet.OneOf(categories("Sports", "arts", "Inc."));
  private static final AnswerSet CASES = new AnswerSet.OneOf(categories("us", "US"));
  private static final AnswerSet TOPICS = new AnswerSet.AnyOf(categories("sports", "arts"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "{\"answer\":\"true\"} | 1",
        "{\"answer\":true} | 1",
        "{\"answer\": \"No\"} | 0",
        "```json{\"answer\":\"false\"}``` | 0",
        "```{\"answer\":\"false\"}``` | 0",
        "<think>false? no: {\"answer\":\"false\"}</think> {\"answer\":\"true\"} | 1",
        "thoughts</think>yes | 1",
        "TRUE | 1",
        "\"yes\" | 1",
        "'no.' | 0",
        "False. | 0",
        "**true** | 1",
        "I reply {\"answer\": \"LABEL\"}: {\"answer\": \"true\"} | 1",
        "{\"reasoning\":\"not false\",\"answer\":\"true\"} | 1",
        "{\"answer\":\"true\"} or {\"answer\":\"maybe\"} | off-list answer",
        "{x} {\"answer\":\"true\"} | 1",
        "true or false | off-list answer",
        "The answer is true | off-list answer",
        "{\"answer\":\"maybe\"} | off-list answer",
        "{\"answer\":1} | off-list answer",
        "{\"answer\":null} | off-list answer",
        "{\"answer\":[\"true\"]} | off-list answer",
        "{\"result\":\"true\"} | off-list answer",
        "{\"answer\":\"true\",\"answer\":\"false\"} | off-list answer",
        "{\"answer\":\"true\"} {\"answer\":\"false\"} | off-list answer",
        "{\"answer\":\"tr | off-list answer",
        "I'm sorry, I can't do that. | refusal",
        "I cannot judge this | refusal",
        "<think>hm | cut by the token limit",
        "## | empty content",
        "<think>hm</think> | empty content",
        "``` | off-list answer",
      })
  void yesOrNo(String content, String expected) {
    assertThat(read(content, YES_NO)).isEqualTo(expected);
  }

  @Test
  void reasoningInSeveralLines() {
    assertThat(read("Let me see.\n```json\n{\"answer\":\"false\"}\n```\nSo.", YES_NO))
        .isEqualTo("0");
    assertThat(read("It could be false.\n\nAnswer: **true**", YES_NO)).isEqualTo("1");
    assertThat(read("It is not false.\n**Final answer:** `true`.", YES_NO)).isEqualTo("1");
    assertThat(read("Answer: true\nor false", YES_NO)).isEqualTo("off-list answer");
    assertThat(read("The labels are\nfalse\ntrue", YES_NO)).isEqualTo("off-list answer");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "{\"answer\":\"Sports\"} | 0",
        "{\"answer\":\" SPORTS \"} | 0",
        "\"arts\". | 1",
        "Inc. | 2",
        "inc. | 2",
        "Inc | off-list answer",
        "yes | off-list answer",
        "Sports, arts | off-list answer"
      })
  void oneCategory(String content, String expected) {
    assertThat(read(content, TOPIC)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "{\"answer\":\"arts | 1",
        "{\"answer\":\"arts\" | 1",
        "{\"answer\":\"Sports\", | 0",
        "{\"answer\":\"Inc.\",\"because | 2",
        "{\"answer\":\"arts\"} Because it | 1",
        "{\"answer\":\"art | cut by the token limit",
        "{\"answer\":\" | cut by the token limit",
        "{\"answer\":\"war\" | cut by the token limit",
        "<think>{\"answer\":\"arts\"} | cut by the token limit",
        "arts | cut by the token limit",
        "Answer: arts | cut by the token limit",
        "{\"answer\":\"\\ | cut by the token limit",
        "## | cut by the token limit"
      })
  void anAnswerThatWasCompleteWhenItWasCut(String content, String expected) {
    String text = content == null ? "" : content;
    assertThat(name(AnswerParser.parseCut(text, TOPIC))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"answer\":\"art | cut by the token limit",
        "{\"answer\":\"art\" | 0",
        "{\"answer\":\"art history | 1"
      })
  void aLabelThatMayGoOnIsNotCompleteWithoutItsQuote(String content, String expected) {
    AnswerSet nested = new AnswerSet.OneOf(categories("art", "art history"));
    assertThat(name(AnswerParser.parseCut(content, nested))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"US, 1", "us, 0", "Us, off-list answer"})
  void caseCountsWhereItMustTellLabelsApart(String content, String expected) {
    assertThat(read(content, CASES)).isEqualTo(expected);
    assertThat(read("{\"answer\":\"" + content + "\"}", CASES)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "{\"answer\":[\"arts\",\"Sports\",\"arts\"]} | 0,1",
        "{\"answer\":[]} | ##",
        "{\"answer\":\"arts\"} | off-list answer",
        "{\"answer\":[\"arts\",\"war\"]} | off-list answer",
        "{\"answer\":[0]} | off-list answer",
        "arts | off-list answer",
        "Sorry, no | refusal"
      })
  void anyNumberOfCategories(String content, String expected) {
    assertThat(read(content, TOPICS)).isEqualTo(expected);
  }

  @Property(seed = "1")
  void everyLabelIsReadBackFromJson(
      @ForAll @Size(min = 2, max = 6) @UniqueElements List<@NotBlank String> names,
      @ForAll int seed)
      throws Exception {
    int label = Math.floorMod(seed, names.size());
    AnswerSet set = new AnswerSet.OneOf(names.stream().map(Category::named).toList());
    String json = new ObjectMapper().writeValueAsString(Map.of("answer", names.get(label)));
    assertThat(AnswerParser.parse(json, set)).isEqualTo(new LabelReply.Answered(Answer.of(label)));
  }

  @Property(seed = "1")
  void noTextBreaksTheParser(@ForAll String content) {
    LabelReply.Item item = AnswerParser.parse(content, TOPICS);
    assertThat(item).isInstanceOf(LabelReply.Unusable.class);
    assertThat(AnswerParser.parseCut(content, TOPIC)).isNotNull();
  }

  private static String read(String content, AnswerSet answers) {
    String text = content == null ? "" : content;
    return name(AnswerParser.parse(text, answers));
  }

  private static String name(LabelReply.Item item) {
    if (item instanceof LabelReply.Answered answered) {
      return String.join(",", answered.answer().classes().stream().map(String::valueOf).toList());
    }
    return ((LabelReply.Unusable) item).problem();
  }

  private static List<Category> categories(String... names) {
    return Arrays.stream(names).map(Category::named).toList();
  }
}
