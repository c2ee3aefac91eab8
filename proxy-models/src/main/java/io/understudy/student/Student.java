package io.understudy.student;

import io.understudy.model.RowInput;
import io.understudy.model.Scorer;

/**
 * A kind of model that may become the understudy. Found by {@link java.util.ServiceLoader}, made
 * without arguments on the driver.
 */
public interface Student {

  /** The name in settings and reports: lower-case letters and hyphens. */
  String name();

  /** Whether it can learn from such rows. */
  boolean reads(RowInput input);

  /** Whether it is any use with so many classes. */
  default boolean learns(int classes) {
    return true;
  }

  /**
   * Learns, with balanced class weights, without tuning. The same lesson gives the same scorer.
   *
   * @return plain data that travels to the executors and scores there without Spark's machine
   *     learning
   */
  Scorer fit(Lesson lesson);
}
