package io.understudy.spark.stage.infer;

import io.understudy.judge.Decision;
import io.understudy.model.Features;
import io.understudy.model.Scorer;
import io.understudy.model.SparseVector;
import io.understudy.spark.bridge.FloatsInPlace;
import io.understudy.spark.bridge.RowDigest;
import io.understudy.spark.bridge.RowDigester;
import java.util.Arrays;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a key's two halves and a vector become one array of {@link ViewAnswers}' entries for each
 * partition.
 *
 * @param decision who answers which rows
 * @param model an understudy that looks at vectors only
 * @param scored whether the probabilities of answers are wanted
 */
public record ScoreVectors(Decision decision, Scorer model, boolean scored) implements RowDigester {
  private static final int FIRST_ENTRIES = 4096;

  @Override
  public RowDigest open() {
    return new Entries(new LabelScorer(decision, model, scored));
  }

  private static final class Entries implements RowDigest {
    private final LabelScorer scorer;
    private final FloatsInPlace floats = new FloatsInPlace(/* doubles= */ false);
    private final long[] key = new long[2];
    private byte[] entries = new byte[FIRST_ENTRIES * ViewAnswers.ENTRY];
    private int length;
    private boolean told;

    Entries(LabelScorer scorer) {
      this.scorer = scorer;
    }

    @Override
    public void number(int slot, long value) {
      key[slot] = value;
    }

    @Override
    public void take(@Nullable ArrayData vector) {
      if (length == entries.length) {
        entries = Arrays.copyOf(entries, Math.multiplyExact(2, length));
      }
      int label = label(vector);
      ViewAnswers.entry(entries, length, key[0], key[1], label, scorer.probability());
      length += ViewAnswers.ENTRY;
    }

    private int label(@Nullable ArrayData vector) {
      if (vector == null || !floats.look(vector)) {
        return LabelScorer.UNSCORED;
      }
      int offset = floats.offset();
      int dimension = vector.numElements();
      return scorer.inPlace()
          ? scorer.label(floats.values(), offset, dimension)
          : scorer.label(
              new Features(
                  Arrays.copyOfRange(floats.values(), offset, offset + dimension),
                  SparseVector.EMPTY));
    }

    @Override
    public boolean next() {
      boolean first = !told;
      told = true;
      return first;
    }

    @Override
    public int part() {
      return 0;
    }

    @Override
    public byte[] bytes() {
      return Arrays.copyOf(entries, length);
    }
  }
}
