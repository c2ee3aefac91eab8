package io.understudy.spark.stage.infer;

import io.understudy.call.Answer;
import io.understudy.call.AnswerSet;
import java.io.Serializable;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Answers as Catalyst's values of the function's return type. */
public final class AnswerValues implements Serializable {
  private static final long serialVersionUID = 1L;

  private final AnswerSet answers;
  private final boolean array;
  private transient UTF8String @Nullable [] texts;

  /**
   * @param array whether the function returns an array of labels
   */
  public AnswerValues(AnswerSet answers, boolean array) {
    this.answers = answers;
    this.array = array;
  }

  /** The value of an answer. */
  public Object of(Answer answer) {
    if (!array) {
      return ofClass(answer.single());
    }
    return new GenericArrayData(answer.classes().stream().map(c -> (Object) texts()[c]).toArray());
  }

  /** The value of a single class. */
  public Object ofClass(int label) {
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
