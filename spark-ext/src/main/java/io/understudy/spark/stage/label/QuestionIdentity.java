package io.understudy.spark.stage.label;

import io.understudy.call.Question;
import io.understudy.llm.EndpointConfig;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What a label is a label of, apart from the row: model, instruction, closed set and examples. */
public final class QuestionIdentity {
  private QuestionIdentity() {}

  /**
   * 64 hexadecimal digits; equal for equal questions to the same model, on every JVM. The names of
   * the columns that fill the prompt are no part of the question.
   */
  public static String of(EndpointConfig endpoint, Question question) {
    // Records print all their components, so this text has everything that can change an answer.
    String text =
        endpoint.url()
            + "\n"
            + endpoint.model()
            + "\n"
            + question.prompt().withoutNames()
            + "\n"
            + question.answers()
            + "\n"
            + question.examples();
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
