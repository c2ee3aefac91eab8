package io.understudy.localllm;

import java.time.Duration;

/**
 * What becomes of batches. Which lines are hit is decided by a hash of the seed and the line's
 * {@code custom_id}.
 *
 * @param delay how long a batch is in progress before it ends
 * @param ending how it ends
 * @param unfinished share of lines that are not reached where it does not end as completed; they
 *     are not charged
 * @param missing share of lines that are answered and charged, and are in no file
 * @param failing share of lines that end with status 500
 * @param twice share of lines that stand in the output twice, the second time with another answer
 * @param damaged share of lines that are no JSON
 * @param calls how the calls about files and batches misbehave; only faults of whole replies
 * @param seed another seed hits other lines
 */
public record BatchPlan(
    Duration delay,
    Ending ending,
    double unfinished,
    double missing,
    double failing,
    double twice,
    double damaged,
    Faults calls,
    long seed) {

  /** How a batch ends. */
  public enum Ending {
    /** Every line was worked on. */
    COMPLETED,
    /** The input was refused as a whole. */
    FAILED,
    /** The window is over, and some lines are not done. */
    EXPIRED
  }

  /** Ends at once, with every line answered. */
  public static final BatchPlan DEFAULT =
      new BatchPlan(Duration.ZERO, Ending.COMPLETED, 0, 0, 0, 0, 0, Faults.NONE, 0);

  /** The same, after a while. */
  public BatchPlan after(Duration other) {
    return new BatchPlan(other, ending, unfinished, missing, failing, twice, damaged, calls, seed);
  }

  /** The same, refused as a whole. */
  public BatchPlan refused() {
    return new BatchPlan(
        delay, Ending.FAILED, unfinished, missing, failing, twice, damaged, calls, seed);
  }

  /** The same, expired with this share of lines undone. */
  public BatchPlan expired(double share) {
    return new BatchPlan(
        delay, Ending.EXPIRED, share, missing, failing, twice, damaged, calls, seed);
  }

  /** The same with other shares of lines that go wrong. */
  public BatchPlan lines(double missed, double failed, double doubled, double broken) {
    return new BatchPlan(delay, ending, unfinished, missed, failed, doubled, broken, calls, seed);
  }

  /** The same with other faults of the calls. */
  public BatchPlan calls(Faults other) {
    return new BatchPlan(delay, ending, unfinished, missing, failing, twice, damaged, other, seed);
  }

  /** What happens to a line. */
  Luck luck(String line) {
    double drawn = StableHash.unit("line", Long.toString(seed), line);
    double reached = 0;
    for (Luck luck : Luck.values()) {
      reached += share(luck);
      if (drawn < reached) {
        return luck;
      }
    }
    return Luck.GOOD;
  }

  private double share(Luck luck) {
    return switch (luck) {
      case MISSING -> missing;
      case FAILING -> failing;
      case TWICE -> twice;
      case DAMAGED -> damaged;
      case GOOD -> 0;
    };
  }

  /** Whether a line is not reached before the batch ends without having completed. */
  boolean leaves(String line) {
    return StableHash.unit("left", Long.toString(seed), line) < unfinished;
  }

  enum Luck {
    MISSING,
    FAILING,
    TWICE,
    DAMAGED,
    GOOD
  }
}
