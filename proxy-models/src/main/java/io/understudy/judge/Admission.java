package io.understudy.judge;

import java.util.Locale;
import java.util.Optional;

/** Whether an understudy comes into question at all: what is checked before it is judged. */
public final class Admission {
  /** Rows below which an understudy does not pay off: the default of {@code minRows}. */
  public static final long DEFAULT_MIN_ROWS = 3000;

  /** Training labels each answer of {@code AI.IF} needs unless another number is stated. */
  public static final int DEFAULT_MIN_PER_CLASS = 10;

  private Admission() {}

  /**
   * Whether the input is large enough.
   *
   * @param rows distinct contents of the input: the calls that are at stake
   */
  public static Optional<Reason> ofRows(long rows, long minRows) {
    return rows >= minRows
        ? Optional.empty()
        : Optional.of(
            new Reason(
                Reason.Code.TOO_FEW_ROWS,
                String.format(
                    Locale.ROOT,
                    "%d different rows, and spark.understudy.minRows is %d.",
                    rows,
                    minRows)));
  }

  /**
   * Whether the training labels can be learnt from. Two classes must both occur, each at least
   * {@code minPerClass} times; of more classes at least two must occur, and a class that is absent
   * is covered by the promise. Without any label nothing can be learnt.
   *
   * @param labelsPerClass training labels of each class, at least two classes
   */
  public static Optional<Reason> ofLabels(long[] labelsPerClass, int minPerClass) {
    long total = 0;
    int present = 0;
    int rarest = 0;
    for (int c = 0; c < labelsPerClass.length; c++) {
      total += labelsPerClass[c];
      present += labelsPerClass[c] > 0 ? 1 : 0;
      rarest = labelsPerClass[c] < labelsPerClass[rarest] ? c : rarest;
    }
    if (total == 0) {
      // Nothing is known of the answers, so that they are all the same may not be said.
      return Optional.of(
          new Reason(
              Reason.Code.TOO_FEW_OF_A_CLASS,
              "No row could be learnt from: none of those asked about had an answer and an input"
                  + " that a student sees."));
    }
    if (labelsPerClass.length > 2) {
      return present >= 2
          ? Optional.empty()
          : Optional.of(
              new Reason(
                  Reason.Code.TOO_FEW_OF_A_CLASS,
                  String.format(Locale.ROOT, "All %d labelled rows are of one class.", total)));
    }
    if (labelsPerClass[rarest] >= minPerClass) {
      return Optional.empty();
    }
    String detail =
        String.format(
            Locale.ROOT,
            "%d of %d labelled rows are %s; at least %d are needed.",
            labelsPerClass[rarest],
            total,
            rarest == 1 ? "true" : "false",
            minPerClass);
    return Optional.of(
        new Reason(
            present < 2 ? Reason.Code.EXTREME_SELECTIVITY : Reason.Code.TOO_FEW_OF_A_CLASS,
            detail));
  }
}
