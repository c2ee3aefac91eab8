package io.understudy.student;

import io.understudy.model.Features;
import io.understudy.model.RowInput;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a student learns from.
 *
 * @param input the parts of the rows that are there
 * @param rows one per label, each scorable: embeddings of one length and with a direction, if they
 *     are looked at
 * @param labels one class per row, at least two different ones
 * @param classes number of classes of the question K; labels lie between 0 and K - 1
 * @param seed of whatever the student draws
 */
@SuppressWarnings("ArrayRecordComponent")
public record Lesson(RowInput input, List<Features> rows, int[] labels, int classes, long seed) {
  public Lesson {
    rows = List.copyOf(rows);
    if (rows.size() != labels.length) {
      throw new IllegalArgumentException(rows.size() + " rows and " + labels.length + " labels");
    }
  }

  /** Whether at least two different labels are among some rows. */
  boolean teaches(int[] positions) {
    return IntStream.of(positions).map(i -> labels[i]).distinct().count() > 1;
  }

  /** Some of the rows. */
  Lesson only(int[] positions) {
    return new Lesson(
        input,
        Arrays.stream(positions).mapToObj(rows::get).toList(),
        IntStream.of(positions).map(i -> labels[i]).toArray(),
        classes,
        seed);
  }

  /** The parts of the rows that an input is made of. */
  public Lesson seenAs(RowInput part) {
    return new Lesson(part, rows.stream().map(part::of).toList(), labels, classes, seed);
  }
}
