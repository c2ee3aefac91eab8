package io.understudy.spark.stage.sample;

import io.understudy.call.RowData;
import io.understudy.sample.ContentKey;
import io.understudy.spark.bridge.FloatsInPlace;
import io.understudy.spark.bridge.RowDigest;
import io.understudy.spark.bridge.RowDigester;
import io.understudy.spark.bridge.Wire;
import io.understudy.spark.stage.read.DataReader;
import java.util.Arrays;
import java.util.Iterator;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** A {@link Sketch} of rows that are never made: texts are hashed where they lie, if not drawn. */
final class SketchDigest implements RowDigest {
  private final Sketch sketch;
  private final boolean withVectors;
  private final int buckets;
  private final FloatsInPlace floats;
  private final @Nullable UTF8String[] texts;
  private byte[] framed = new byte[256];
  private @Nullable Iterator<Sketch.Numbered> pieces;
  private Sketch.@Nullable Numbered piece;

  private SketchDigest(Opener opener) {
    this.sketch =
        new Sketch(
            opener.drawing, opener.withVectors, SketchBounds.of(opener.sampling, opener.drawing));
    this.withVectors = opener.withVectors;
    this.buckets = opener.buckets;
    this.floats = new FloatsInPlace(opener.doubles);
    this.texts = new UTF8String[opener.slots];
  }

  /**
   * Opens one for each task.
   *
   * @param sampling names the job, used once
   * @param slots texts of a row
   * @param withVectors whether rows are to bring vectors
   * @param doubles whether these are of doubles
   * @param buckets ranges of the sampling order
   */
  record Opener(
      String sampling,
      Drawing drawing,
      int slots,
      boolean withVectors,
      boolean doubles,
      int buckets)
      implements RowDigester {
    @Override
    public RowDigest open() {
      return new SketchDigest(this);
    }
  }

  @Override
  public void text(int slot, @Nullable UTF8String text) {
    texts[slot] = text;
  }

  @Override
  public void take(@Nullable ArrayData vector) {
    int length = 0;
    for (UTF8String text : texts) {
      if (text == null) {
        sketch.takeNull();
        return;
      }
      length = framed(text, length);
    }
    ContentKey key = ContentKey.ofFramed(framed, length);
    if (!withVectors || vector == null || !floats.look(vector)) {
      sketch.take(key, this::data);
    } else {
      sketch.take(key, this::data, floats.values(), floats.offset(), vector.numElements());
    }
  }

  /** Puts a text with its length behind those before it. */
  private int framed(UTF8String text, int at) {
    int bytes = text.numBytes();
    int end = at + Integer.BYTES + bytes;
    if (end > framed.length) {
      framed = Arrays.copyOf(framed, Math.max(end, 2 * framed.length));
    }
    for (int i = 0; i < Integer.BYTES; i++) {
      framed[at + i] = (byte) (bytes >>> (Byte.SIZE * (Integer.BYTES - 1 - i)));
    }
    text.writeToMemory(framed, Platform.BYTE_ARRAY_OFFSET + at + Integer.BYTES);
    return end;
  }

  private RowData data() {
    byte[][] values = new byte[texts.length][];
    for (int i = 0; i < values.length; i++) {
      UTF8String text = texts[i];
      values[i] = text == null ? new byte[0] : text.getBytes();
    }
    return DataReader.data(values);
  }

  @Override
  public boolean next() {
    Iterator<Sketch.Numbered> all = pieces;
    if (all == null) {
      all = sketch.pieces(buckets).iterator();
      pieces = all;
    }
    piece = all.hasNext() ? all.next() : null;
    return piece != null;
  }

  @Override
  public int part() {
    return current().bucket();
  }

  @Override
  public byte[] bytes() {
    return Wire.write(current().piece());
  }

  private Sketch.Numbered current() {
    Sketch.Numbered now = piece;
    if (now == null) {
      throw new IllegalStateException("there is no next piece");
    }
    return now;
  }
}
