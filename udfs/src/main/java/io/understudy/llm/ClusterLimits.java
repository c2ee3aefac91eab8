package io.understudy.llm;

import java.io.Serializable;

/**
 * What all JVMs of an application together may ask of one endpoint.
 *
 * @param concurrency requests in flight, 0 for no limit
 * @param requestsPerMinute requests sent per minute, repeated ones included, 0 for no limit
 * @param tokensPerMinute prompt and completion tokens per minute, 0 for no limit
 */
public record ClusterLimits(int concurrency, long requestsPerMinute, long tokensPerMinute)
    implements Serializable {
  /** No limit at all. */
  public static final ClusterLimits NONE = new ClusterLimits(0, 0, 0);

  public ClusterLimits {
    if (concurrency < 0 || requestsPerMinute < 0 || tokensPerMinute < 0) {
      throw new IllegalArgumentException("a limit is 0 for none, or more");
    }
  }

  /** Whether anything is limited. */
  public boolean any() {
    return !equals(NONE);
  }
}
