package io.understudy.spark.stage.infer;

import io.understudy.judge.Decision;
import io.understudy.model.Features;
import io.understudy.model.Scorer;
import io.understudy.model.SparseVector;
import io.understudy.spark.bridge.FloatsInPlace;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;

/**
 * Rows of a key's two halves and a vector become one array of {@link ViewAnswers}' entries for each
 * partition.
 *
 * @param decision who answers which rows
 * @param model an understudy that looks at vectors only
 * @param scored whether the probabilities of answers are wanted
 */
public record ScoreVectors(Decision decision, Scorer model, boolean scored)
    implements FlatMapFunction<Iterator<InternalRow>, byte[]> {
  private static final int FIRST_ENTRIES = 4096;

  @Override
  public Iterator<byte[]> call(Iterator<InternalRow> rows) {
    LabelScorer scorer = new LabelScorer(decision, model, scored);
    FloatsInPlace floats = new FloatsInPlace(/* doubles= */ false);
    byte[] entries = new byte[FIRST_ENTRIES * ViewAnswers.ENTRY];
    int length = 0;
    while (rows.hasNext()) {
      InternalRow row = rows.next();
      if (length == entries.length) {
        entries = Arrays.copyOf(entries, Math.multiplyExact(2, length));
      }
      int label = label(scorer, floats, row.getArray(2));
      ViewAnswers.entry(
          entries, length, row.getLong(0), row.getLong(1), label, scorer.probability());
      length += ViewAnswers.ENTRY;
    }
    return List.of(Arrays.copyOf(entries, length)).iterator();
  }

  private static int label(LabelScorer scorer, FloatsInPlace floats, ArrayData vector) {
    if (!floats.look(vector)) {
      return LabelScorer.UNSCORED;
    }
    int offset = floats.offset();
    int length = vector.numElements();
    return scorer.inPlace()
        ? scorer.label(floats.values(), offset, length)
        : scorer.label(
            new Features(
                Arrays.copyOfRange(floats.values(), offset, offset + length), SparseVector.EMPTY));
  }
}
