package io.understudy.student;

import io.understudy.model.RowInput;

/** A student with what it sees of a row. */
public record Entrant(Student student, RowInput input) {

  /** For reports, for example {@code logistic on embedding}. */
  public String describe() {
    return student.name() + " on " + input.label();
  }
}
