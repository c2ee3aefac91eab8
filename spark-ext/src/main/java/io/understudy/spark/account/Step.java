package io.understudy.spark.account;

/** The steps whose seconds are reported. */
public enum Step {
  SAMPLE,
  LABEL,
  TRAIN,
  JUDGE,
  INFER
}
