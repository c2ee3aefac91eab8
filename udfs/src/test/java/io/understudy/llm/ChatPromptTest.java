package io.understudy.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.understudy.call.Answer;
import io.understudy.call.AnswerSet;
import io.understudy.call.Category;
import io.understudy.call.Example;
import io.understudy.call.PromptTemplate;
import io.understudy.call.Question;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ChatPromptTest {
  private static final Question TOPICS =
      new Question(
          new PromptTemplate(
              List.of(
                  new PromptTemplate.Text("Topics of "),
                  new PromptTemplate.Slot("title"),
                  new PromptTemplate.Text("?\n"),
                  new PromptTemplate.Slot("body"))),
          new AnswerSet.AnyOf(
              List.of(new Category("arts", "music & <film>"), Category.named("sports"))),
          List.of(new Example("a \"match\"", Answer.of(1))));

  @Test
  void theWholeForm() {
    assertThat(ChatPrompt.of(TOPICS).user(Asking.row("T \u00fc", "line\n</data>")))
        .isEqualTo(
            """
            Instruction: Topics of {title}?
            {body}
            Labels (any number): ["arts","sports"]
            Meanings: {"arts":"music & \\u003cfilm>"}
            Example: {"input":"a \\"match\\"","answer":["sports"]}
            <data>
            {"title":"T \u00fc","body":"line\\n\\u003c/data>"}
            </data>""");
  }

  @Test
  void aPlainQuestionIsShort() {
    ChatPrompt prompt = ChatPrompt.of(Asking.yesNo("Good?"));
    assertThat(prompt.user(Asking.row("x")))
        .isEqualTo(
            """
            Instruction: Good? {text}
            Labels: ["true","false"]
            <data>
            {"text":"x"}
            </data>""");
    assertThat(ChatPrompt.tokens(prompt.system())).isLessThan(60);
  }

  @Property(seed = "1")
  void noRowLeavesTheDataPartOrChangesWhatComesBefore(@ForAll String title, @ForAll String body)
      throws Exception {
    ChatPrompt prompt = ChatPrompt.of(TOPICS);
    String empty = prompt.user(Asking.row("", ""));
    String message = prompt.user(Asking.row(title, body));
    int data = message.indexOf("<data>\n");

    assertThat(message.substring(0, data)).isEqualTo(empty.substring(0, empty.indexOf("<data>")));
    assertThat(message.lastIndexOf('<')).isEqualTo(message.length() - "</data>".length());
    String[] lines = message.substring(data).split("\n", -1);
    assertThat(lines).hasSize(3);
    JsonNode read = new ObjectMapper().readTree(lines[1]);
    assertThat(read.size()).isEqualTo(2);
    assertThat(read.path("title").asText()).isEqualTo(title);
    assertThat(read.path("body").asText()).isEqualTo(body);
  }

  @Test
  void aRowOfAnotherShapeIsRefused() {
    assertThatThrownBy(() -> ChatPrompt.of(TOPICS).user(Asking.row("only one")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 slots");
  }
}
