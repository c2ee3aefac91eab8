package io.understudy.spark.stage.infer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The understudy's answers to the contents of a view, as bytes that are broadcast and looked into
 * where they lie: a hash table with open addressing, first the keys of all places, 16 bytes each,
 * then four bytes for each place: two for the label, which are 0 where the place is empty, and two
 * for its probability.
 */
public final class ViewAnswers {
  /** The view has no vector for the content. */
  public static final int MISSING = -4;

  /** What an entry of {@link #entry} takes. */
  static final int ENTRY = 2 * Long.BYTES + 2 * Short.BYTES;

  private static final int KEY = 2 * Long.BYTES;
  private static final int LABEL = 2 * Short.BYTES;
  private static final float MOST = 0xFFFF;

  /** Makes the lowest label that is kept, {@link LabelScorer#UNSCORED}, 1. */
  private static final int SHIFT = 3;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;
  private final int mask;

  /**
   * @param bytes as {@link #of} made them; not copied
   */
  public ViewAnswers(byte[] bytes) {
    this.bytes = bytes;
    this.mask = bytes.length / ENTRY - 1;
  }

  /**
   * The bytes of a table.
   *
   * @param pieces entries side by side, as {@link #entry} writes them; of several for one content
   *     one stays
   */
  public static byte[] of(Iterable<byte[]> pieces) {
    long entries = 0;
    for (byte[] piece : pieces) {
      entries += piece.length / ENTRY;
    }
    // At least a third of the places is empty, so that a search ends soon.
    int places = Integer.highestOneBit((int) Math.max(2, 3 * entries / 2)) * 2;
    ViewAnswers answers = new ViewAnswers(new byte[Math.multiplyExact(places, ENTRY)]);
    for (byte[] piece : pieces) {
      for (int at = 0; at < piece.length; at += ENTRY) {
        answers.put(
            (long) LONG.get(piece, at),
            (long) LONG.get(piece, at + Long.BYTES),
            (short) SHORT.get(piece, at + KEY),
            (short) SHORT.get(piece, at + KEY + Short.BYTES));
      }
    }
    return answers.bytes;
  }

  /**
   * Writes an entry to a place in an array.
   *
   * @param probability of the label, in [0, 1]; kept to 1/65,535
   */
  static void entry(byte[] piece, int at, long high, long low, int label, float probability) {
    LONG.set(piece, at, high);
    LONG.set(piece, at + Long.BYTES, low);
    SHORT.set(piece, at + KEY, (short) (label + SHIFT));
    SHORT.set(piece, at + KEY + Short.BYTES, (short) Math.round(probability * MOST));
  }

  private void put(long high, long low, short code, short probability) {
    int place = place(high, low);
    LONG.set(bytes, place * KEY, high);
    LONG.set(bytes, place * KEY + Long.BYTES, low);
    SHORT.set(bytes, labelAt(place), code);
    SHORT.set(bytes, labelAt(place) + Short.BYTES, probability);
  }

  /**
   * The answer to a content: a class, {@link LabelScorer#ASK}, {@link LabelScorer#UNSCORED} or
   * {@link #MISSING}.
   */
  public int find(long high, long low) {
    int code = (short) SHORT.get(bytes, labelAt(place(high, low)));
    return code == 0 ? MISSING : code - SHIFT;
  }

  /** The probability of a content's class; of no meaning where {@link #find} gives none. */
  float probability(long high, long low) {
    int at = labelAt(place(high, low)) + Short.BYTES;
    return Short.toUnsignedInt((short) SHORT.get(bytes, at)) / MOST;
  }

  /** Where a content is, or where it would be. */
  private int place(long high, long low) {
    int place = (int) high & mask;
    while ((short) SHORT.get(bytes, labelAt(place)) != 0
        && ((long) LONG.get(bytes, place * KEY) != high
            || (long) LONG.get(bytes, place * KEY + Long.BYTES) != low)) {
      place = (place + 1) & mask;
    }
    return place;
  }

  private int labelAt(int place) {
    return (mask + 1) * KEY + place * LABEL;
  }
}
