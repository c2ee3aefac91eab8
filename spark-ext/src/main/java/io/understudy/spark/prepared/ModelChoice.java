package io.understudy.spark.prepared;

/** Which prepared model answers a call, before anything is read. */
public sealed interface ModelChoice {

  /** One line for EXPLAIN; empty if there is nothing to say. */
  String describe();

  /**
   * None does.
   *
   * @param reason why those that are there do not; empty if there are none
   */
  record None(String reason) implements ModelChoice {
    @Override
    public String describe() {
      return reason.isEmpty() ? "" : "none plays: " + reason;
    }
  }

  /**
   * One does.
   *
   * @param model which one
   * @param difference between the data asked about and the data that it was judged on; empty if it
   *     is the same, so that it plays at once
   */
  record Plays(PreparedModel model, String difference) implements ModelChoice {
    /** Whether its certificate is about the data asked about. */
    public boolean atOnce() {
      return difference.isEmpty();
    }

    @Override
    public String describe() {
      return model.name()
          + (atOnce()
              ? " plays without asking: " + model.certificate().describe()
              : " plays if rows drawn now show it to keep the promise, because " + difference);
    }
  }
}
