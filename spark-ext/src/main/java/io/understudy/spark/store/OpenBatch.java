package io.understudy.spark.store;

import io.understudy.sample.ContentKey;
import java.time.Instant;
import java.util.List;

/**
 * A batch whose labels are paid for, or about to be, and not kept yet.
 *
 * @param token unique to it; the endpoint knows it, too
 * @param question identity of the question with its model: {@link AskedQuestion#id()}
 * @param url where the endpoint is
 * @param id the endpoint's name for it; empty while nobody knows whether it was started
 * @param submittedAt when it was about to be submitted
 * @param promptTokens estimated prompt tokens of one row, for endpoints that report none
 * @param rows identities of the rows' data; the data itself is not kept
 */
public record OpenBatch(
    String token,
    String question,
    String url,
    String id,
    Instant submittedAt,
    long promptTokens,
    List<ContentKey> rows) {
  public OpenBatch {
    rows = List.copyOf(rows);
  }

  /** The same, once it was started. */
  public OpenBatch started(String name) {
    return new OpenBatch(token, question, url, name, submittedAt, promptTokens, rows);
  }
}
