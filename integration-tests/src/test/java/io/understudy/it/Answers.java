package io.understudy.it;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import scala.jdk.javaapi.CollectionConverters;

/** Rows as text, one line each. */
final class Answers {
  private Answers() {}

  static List<String> of(List<Row> rows) {
    return rows.stream().map(Answers::of).toList();
  }

  private static String of(Row row) {
    return IntStream.range(0, row.length())
        .mapToObj(i -> text(row.get(i)))
        .collect(Collectors.joining(" | "));
  }

  private static String text(Object value) {
    if (value instanceof scala.collection.Seq<?> sequence) {
      return String.valueOf(CollectionConverters.asJava(sequence));
    }
    return Objects.toString(value, "NULL").strip();
  }
}
