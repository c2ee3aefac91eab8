package io.understudy.spark.stage.infer;

import io.understudy.call.Answer;
import io.understudy.call.AnswerSet;
import io.understudy.catalyst.plan.KeptAnswer;
import java.io.Serializable;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Answers as Catalyst's values of the call's type. */
public final class AnswerValues implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final UTF8String PROXY = UTF8String.fromString(KeptAnswer.PROXY);
  private static final UTF8String LLM = UTF8String.fromString(KeptAnswer.LLM);
  private static final UTF8String LABEL = UTF8String.fromString(KeptAnswer.LABEL);
  private static final UTF8String FAILED = UTF8String.fromString(KeptAnswer.FAILED);

  private final AnswerSet answers;
  private final boolean array;
  private final @Nullable Models models;
  private transient UTF8String @Nullable [] texts;

  /**
   * @param array whether the function returns an array of labels
   * @param models who answers, where answers are kept with their origin; null where they are not
   */
  public AnswerValues(AnswerSet answers, boolean array, @Nullable Models models) {
    this.answers = answers;
    this.array = array;
    this.models = models;
  }

  /**
   * The names of those who answer.
   *
   * @param understudy name of the understudy, or of the run that trained it
   * @param llm name of the LLM's model
   */
  public record Models(String understudy, String llm) implements Serializable {}

  /** Whether answers come with their origin. */
  boolean kept() {
    return models != null;
  }

  /**
   * The value of an understudy's answer.
   *
   * @param score its probability; NaN where answers don't come with their origin
   */
  Object played(int label, float score) {
    Models from = models;
    Object answer = ofClass(label);
    return from == null
        ? answer
        : kept(answer, PROXY, from.understudy(), Float.isNaN(score) ? null : (double) score);
  }

  /** The value of a label that was paid for before. */
  Object label(Answer answer) {
    return fromLlm(of(answer), LABEL);
  }

  /** The value of an answer that the LLM gives now. */
  Object llm(Answer answer) {
    return fromLlm(of(answer), LLM);
  }

  /** The value of a row that the LLM could not answer. */
  @Nullable Object failed() {
    Models from = models;
    return from == null ? null : kept(null, FAILED, from.llm(), null);
  }

  private Object fromLlm(Object answer, UTF8String by) {
    Models from = models;
    return from == null ? answer : kept(answer, by, from.llm(), null);
  }

  private static Object kept(
      @Nullable Object answer, UTF8String by, String model, @Nullable Double score) {
    return new GenericInternalRow(
        new @Nullable Object[] {answer, by, UTF8String.fromString(model), score});
  }

  private Object of(Answer answer) {
    if (!array) {
      return ofClass(answer.single());
    }
    return new GenericArrayData(answer.classes().stream().map(c -> (Object) texts()[c]).toArray());
  }

  private Object ofClass(int label) {
    if (answers instanceof AnswerSet.YesNo) {
      return label == 1;
    }
    return array ? new GenericArrayData(new Object[] {texts()[label]}) : texts()[label];
  }

  private UTF8String[] texts() {
    UTF8String[] made = texts;
    if (made == null) {
      made = answers.labels().stream().map(UTF8String::fromString).toArray(UTF8String[]::new);
      texts = made;
    }
    return made;
  }
}
