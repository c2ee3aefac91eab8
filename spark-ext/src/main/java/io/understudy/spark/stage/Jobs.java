package io.understudy.spark.stage;

import java.util.function.Supplier;
import org.apache.spark.SparkContext;

/** Names the jobs of a step for the Spark UI. */
final class Jobs {
  private static final String DESCRIPTION = "spark.job.description";

  private Jobs() {}

  /** Runs the work with its jobs described by the text, and restores what was there before. */
  static <T> T described(SparkContext context, String text, Supplier<T> work) {
    String before = context.getLocalProperty(DESCRIPTION);
    context.setLocalProperty(DESCRIPTION, text);
    try {
      return work.get();
    } finally {
      context.setLocalProperty(DESCRIPTION, before);
    }
  }
}
