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
        "**true** | off-list answer",
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
  }

  private static String read(String content, AnswerSet answers) {
    String text = content == null ? "" : content;
    LabelReply.Item item = AnswerParser.parse(text, answers);
    if (item instanceof LabelReply.Answered answered) {
      return String.join(",", answered.answer().classes().stream().map(String::valueOf).toList());
    }
    return ((LabelReply.Unusable) item).problem();
  }

  private static List<Category> categories(String... names) {
    return Arrays.stream(names).map(Category::named).toList();
  }
}
