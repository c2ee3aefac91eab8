package io.understudy.llm;

import java.io.Serializable;
import java.time.Duration;

/**
 * Whether an endpoint is asked by batches, which take hours and cost less, and how they are waited
 * for.
 *
 * @param used whether a labelling pass goes as batches
 * @param poll time between two looks at a batch
 * @param longest how long a batch is waited for; then it is cancelled
 */
public record BatchTerms(boolean used, Duration poll, Duration longest) implements Serializable {
  /** No batches. */
  public static final BatchTerms NONE =
      new BatchTerms(false, Duration.ofSeconds(30), Duration.ofHours(24));
}
