package io.understudy.projection;

import io.understudy.judge.JudgedRow;
import java.util.Arrays;
import java.util.List;

/**
 * What a few labels say of models that learn from fewer still: every labelled row, answered by
 * models of several sizes that have not seen it.
 *
 * @param classes number of classes of the question
 * @param sizes labels that the models learnt from, ascending
 * @param right for each row and size whether the model's answer is the LLM's
 * @param rows the answers of the models of the largest size
 */
@SuppressWarnings("ArrayRecordComponent")
public record Pilot(int classes, int[] sizes, boolean[][] right, List<JudgedRow> rows) {
  public Pilot {
    rows = List.copyOf(rows);
    if (rows.size() != right.length) {
      throw new IllegalArgumentException(right.length + " rows are not " + rows.size());
    }
  }

  /** Share of rows on which the models of a size agree with the LLM. */
  public double agreement(int size) {
    return (double) Arrays.stream(right).filter(row -> row[size]).count() / right.length;
  }

  /** Number of labels that the models of the largest size learnt from. */
  public int largest() {
    return sizes[sizes.length - 1];
  }

  /**
   * Correlation, over the rows, of agreeing at sizes i and j. Half a row of each kind is added,
   * because rows that all agree do not show that none ever differs.
   */
  double correlation(int i, int j) {
    double both = 0;
    double first = 0;
    double second = 0;
    for (boolean[] row : right) {
      both += row[i] && row[j] ? 1 : 0;
      first += row[i] ? 1 : 0;
      second += row[j] ? 1 : 0;
    }
    double n = right.length + 2.0;
    double p = (first + 1) / n;
    double q = (second + 1) / n;
    return ((both + 0.5) / n - p * q) / Math.sqrt(p * (1 - p) * q * (1 - q));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Pilot that
        && classes == that.classes
        && Arrays.equals(sizes, that.sizes)
        && Arrays.deepEquals(right, that.right)
        && rows.equals(that.rows);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(sizes) + rows.hashCode();
  }

  @Override
  public String toString() {
    return "Pilot(classes="
        + classes
        + ", sizes="
        + Arrays.toString(sizes)
        + ", rows="
        + rows.size()
        + ")";
  }
}
