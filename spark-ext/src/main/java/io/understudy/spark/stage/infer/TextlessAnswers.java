package io.understudy.spark.stage.infer;

import io.understudy.error.ErrorCondition;
import io.understudy.spark.bridge.FloatsInPlace;
import io.understudy.spark.bridge.InlineAnswers;
import io.understudy.spark.error.UnderstudyException;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * The answers of one task to rows whose texts are not read: the understudy answers all that have no
 * paid label, and the sampling pass has seen that it can.
 */
final class TextlessAnswers implements InlineAnswers {
  private final InferPlan plan;
  private final VectorLabels labels;
  private final LabelScorer scorer;
  private final FloatsInPlace floats;
  private final AnswerValues values;
  private final PartitionCounts counts;
  private @Nullable Object value;

  /**
   * @param doubles whether vectors are of doubles
   */
  TextlessAnswers(
      InferPlan plan,
      VectorLabels labels,
      boolean doubles,
      AnswerValues values,
      PartitionCounts counts) {
    this.plan = plan;
    this.labels = labels;
    this.scorer = new LabelScorer(plan.decision(), plan.model(), /* scored= */ false);
    this.floats = new FloatsInPlace(doubles);
    this.values = values;
    this.counts = counts;
  }

  @Override
  public void text(int slot, @Nullable UTF8String text) {
    // What stands here was not read from the table.
  }

  @Override
  public boolean now(@Nullable ArrayData vector) {
    if (vector == null || !floats.look(vector)) {
      throw changed();
    }
    float[] entries = floats.values();
    int offset = floats.offset();
    int length = vector.numElements();
    if (labels.mayContain(entries, offset, length)) {
      VectorLabels.Known known = labels.find(entries, offset, length);
      if (known != null) {
        value = labelled(known);
        return true;
      }
    }
    int label = scorer.label(entries, offset, length);
    if (label < 0) {
      throw changed();
    }
    counts.proxy();
    value = values.played(label, Float.NaN);
    return true;
  }

  private Object labelled(VectorLabels.Known known) {
    counts.label(known.key());
    if (known.truncated()) {
      counts.truncated();
    }
    return values.label(known.label());
  }

  /** Every row had a vector that can be scored when the sample was drawn. */
  private UnderstudyException changed() {
    return new UnderstudyException(
        ErrorCondition.UNDERSTUDY_INPUT_CHANGED, Map.of("function", plan.ask().function()));
  }

  @Override
  public void later(InternalRow row) {
    throw new IllegalStateException("no row waits");
  }

  @Override
  public boolean due() {
    return false;
  }

  @Override
  public boolean rest() {
    return false;
  }

  @Override
  public InternalRow row() {
    throw new IllegalStateException("no row waits");
  }

  @Override
  public @Nullable Object value() {
    return value;
  }
}
