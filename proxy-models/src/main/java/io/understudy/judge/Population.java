package io.understudy.judge;

/**
 * The table that the judging rows stand for. Contents are distinct; weights are rows.
 *
 * @param contents distinct contents of the table: the calls an LLM on every row would need
 * @param labelled contents among them whose label is already paid for: training, judging, others
 * @param open contents that the judging rows were drawn from uniformly: all but those that are
 *     settled before the drawing, which are the training contents and those too heavy to be judged
 * @param rows rows of the table, the weight of all contents together
 * @param settledTrueRows rows of settled contents that the LLM is known to call true (two classes);
 *     0 is always safe
 * @param guessedOpenTrueRows a guess, made before the judging rows were drawn, how many rows of
 *     open contents the LLM would call true. It only chooses between valid tests, so that a bad
 *     guess costs calls and nothing else
 */
public record Population(
    long contents,
    long labelled,
    long open,
    double rows,
    double settledTrueRows,
    double guessedOpenTrueRows) {

  /** Without a guess: true rows are expected to be many. */
  public Population(long contents, long labelled, long open, double rows, double settledTrueRows) {
    this(contents, labelled, open, rows, settledTrueRows, rows);
  }

  public Population {
    if (open > contents || labelled > contents || rows < contents || settledTrueRows > rows) {
      throw new IllegalArgumentException(
          "open and labelled contents must be among all contents, and rows at least as many, but"
              + " contents="
              + contents
              + ", labelled="
              + labelled
              + ", open="
              + open
              + ", rows="
              + rows
              + ", settledTrueRows="
              + settledTrueRows);
    }
  }

  /** A table without duplicates of which some contents trained and some judge. */
  public static Population distinct(long contents, long trained, long judged) {
    return new Population(contents, trained + judged, contents - trained, contents, 0);
  }

  /** The same table with a guess at the true rows that are still open. */
  public Population withGuessedOpenTrueRows(double trueRows) {
    return new Population(contents, labelled, open, rows, settledTrueRows, trueRows);
  }
}
