package io.understudy.student;

import io.understudy.label.Learner;
import io.understudy.model.LinearFit;
import io.understudy.model.LinearModel;
import io.understudy.model.LogisticFit;
import io.understudy.model.RowInput;
import io.understudy.model.RowLoss;
import io.understudy.model.Scorer;
import org.jspecify.annotations.Nullable;

/** Multinomial logistic regression: the default. */
public final class LogisticStudent implements Student {
  /** Its name. */
  public static final String NAME = "logistic";

  /**
   * The same as something that learns from rows as they are labelled.
   *
   * @param input what is seen of each row
   * @param classes at least 2
   * @param seed of what is random in a lesson
   */
  public static Learner learner(RowInput input, int classes, long seed) {
    LogisticStudent student = new LogisticStudent();
    return (rows, labels, near) ->
        student.fit(new Lesson(input, rows, labels, classes, seed), near);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean reads(RowInput input) {
    return true;
  }

  @Override
  public Scorer fit(Lesson lesson) {
    return fit(lesson, null);
  }

  /**
   * The same, faster, where a model of most of the lesson is at hand.
   *
   * @param near of the same input; only one that sees embeddings alone is made use of
   */
  public Scorer fit(Lesson lesson, @Nullable Scorer near) {
    double c = LogisticFit.defaultC(lesson.classes());
    return lesson.input() == RowInput.EMBEDDING
        ? LogisticFit.fit(
            lesson.rows().stream().map(row -> row.vector()).toList(),
            lesson.labels(),
            lesson.classes(),
            c,
            near instanceof LinearModel linear ? linear : null)
        : LinearFit.fit(lesson.rows(), lesson.labels(), lesson.classes(), c, RowLoss.LOGISTIC);
  }
}
