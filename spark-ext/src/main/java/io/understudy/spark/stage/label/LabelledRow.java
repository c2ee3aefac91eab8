package io.understudy.spark.stage.label;

import io.understudy.spark.error.UnderstudyException;
import io.understudy.spark.stage.sample.SampledRow;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A sampled row with what the LLM said.
 *
 * @param row the row
 * @param reply what became of the question
 * @param vector the row's embedding; null if it has none
 * @param stop why the endpoint as such cannot be used; null while it can
 */
public record LabelledRow(
    SampledRow row, Reply reply, float @Nullable [] vector, @Nullable UnderstudyException stop)
    implements Serializable {

  static LabelledRow stopped(SampledRow row, UnderstudyException reason) {
    return new LabelledRow(row, Reply.failedBefore(""), null, reason);
  }
}
