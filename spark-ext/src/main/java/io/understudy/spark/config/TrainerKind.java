package io.understudy.spark.config;

/** Who minimises the loss of the logistic regression. */
public enum TrainerKind {
  /** Understudy, on the driver. */
  LOCAL,

  /** MLlib's {@code LogisticRegression.fit}, with a Spark job for each step. */
  MLLIB
}
