package io.understudy.spark.stage.sample;

import io.understudy.sample.ContentKey;
import java.io.Serializable;

/**
 * What is drawn from an input: a pool to choose from, and judges in an order of their own, which
 * has nothing to do with the pool's.
 *
 * @param pool contents with the smallest orders under the seed
 * @param judges contents with the smallest orders under the other seed
 * @param heavy contents with the most copies that may be asked outright
 * @param seed of the query
 */
public record Drawing(int pool, int judges, int heavy, long seed) implements Serializable {
  private static final long JUDGE_SALT = 0x5B1F_3A6D_9E27_C845L;

  /** One always-asked content for every so many labels. */
  private static final int LABELS_PER_HEAVY = 10;

  /**
   * @param labels contents that are labelled by default
   */
  public static Drawing of(int labels, int pool, int judges, long seed) {
    return new Drawing(pool, judges, Math.max(1, labels / LABELS_PER_HEAVY), seed);
  }

  /** A content's place in the order in which judges are drawn, unsigned. */
  public long judgeOrder(ContentKey key) {
    return key.order(seed ^ JUDGE_SALT);
  }
}
