package io.understudy.spark.stage.label;

import io.understudy.call.AnswerSet;
import io.understudy.call.Category;
import io.understudy.call.Example;
import io.understudy.call.PromptTemplate;
import io.understudy.call.PromptTemplate.Text;
import io.understudy.call.Question;
import io.understudy.llm.EndpointConfig;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What a label is a label of, apart from the row: model, instruction, closed set, examples and the
 * parameters of the request, among them how much of a long text is sent. Where the model runs is no
 * part of it: a server that has moved has not learnt anything new. Two models of one name share
 * their labels.
 *
 * <p>Stores keep identities for years, so how they are made never changes: every text goes in with
 * its length, every list with its size.
 */
public final class QuestionIdentity {
  /** To be changed when the same question is put to a model in other words or at another heat. */
  private static final String PARAMETERS = "message form 1, temperature 0";

  private final MessageDigest digest;

  private QuestionIdentity(MessageDigest digest) {
    this.digest = digest;
  }

  /**
   * 64 hexadecimal digits; equal for equal questions to the same model, on every JVM. The names of
   * the columns that fill the prompt are no part of the question.
   */
  public static String of(EndpointConfig endpoint, Question question) {
    try {
      QuestionIdentity identity = new QuestionIdentity(MessageDigest.getInstance("SHA-256"));
      identity.add(PARAMETERS);
      identity.add(endpoint.model());
      identity.add(endpoint.textLimit());
      identity.add(question.prompt());
      identity.add(question.answers());
      identity.add(question.examples().size());
      question.examples().forEach(identity::add);
      return HexFormat.of().formatHex(identity.digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  private void add(PromptTemplate prompt) {
    add(prompt.parts().size());
    for (PromptTemplate.Part part : prompt.parts()) {
      if (part instanceof Text text) {
        add("text");
        add(text.text());
      } else {
        add("slot");
      }
    }
  }

  private void add(AnswerSet answers) {
    if (answers instanceof AnswerSet.OneOf one) {
      add("one of");
      add(one.categories());
    } else if (answers instanceof AnswerSet.AnyOf any) {
      add("any of");
      add(any.categories());
    } else {
      // Since true is listed first, which changes what weak models say.
      add("true or false");
    }
  }

  private void add(List<Category> categories) {
    add(categories.size());
    for (Category category : categories) {
      add(category.name());
      add(category.description());
    }
  }

  private void add(Example example) {
    add(example.input());
    add(example.answer().classes().size());
    example.answer().classes().forEach(this::add);
  }

  private void add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    add(bytes.length);
    digest.update(bytes);
  }

  private void add(int number) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
  }
}
