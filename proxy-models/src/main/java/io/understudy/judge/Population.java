package io.understudy.judge;

/**
 * The table that the judging rows stand for. Contents are distinct; weights are rows.
 *
 * @param contents distinct contents of the table: the calls an LLM on every row would need
 * @param labelled contents among them whose label is already paid for: training, judging, others
 * @param open contents that the judging rows were drawn from uniformly: all but those that are
 *     settled before the drawing, which are the training contents and those too heavy to be judged.
 *     A drawn content that the LLM has no answer to is one of these, too
 * @param rows rows of the table that the LLM has an answer to, as far as it is known before the
 *     drawing, and those of all open contents
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
    if (open > contents || labelled > contents || rows < open || settledTrueRows > rows) {
      throw new IllegalArgumentException(
          "open and labelled contents must be among all contents, and rows at least as many as"
              + " open ones, but"
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

  /** The same table with a guess at the true rows that are still open. */
  public Population withGuessedOpenTrueRows(double trueRows) {
    return new Population(contents, labelled, open, rows, settledTrueRows, trueRows);
  }
}
