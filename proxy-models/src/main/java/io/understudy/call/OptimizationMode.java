package io.understudy.call;

/** Whether an understudy may answer for the LLM. */
public enum OptimizationMode {
  /** The understudy answers what it may; the default. */
  MINIMIZE_COST,
  /** The LLM answers every row. */
  MAXIMIZE_QUALITY
}
