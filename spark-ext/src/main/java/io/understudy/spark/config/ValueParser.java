package io.understudy.spark.config;

import java.util.Optional;
import java.util.function.Function;

/**
 * Reads the text of one kind of value.
 *
 * @param <T> what the text becomes
 * @param accepted what is accepted, to follow "expected", for example {@code a whole number from 1}
 * @param secretive whether a refused text may hold a secret and is therefore never repeated
 * @param reader the value of a text; empty or an exception when the text is not accepted
 */
public record ValueParser<T>(
    String accepted, boolean secretive, Function<String, Optional<T>> reader) {

  static <T> ValueParser<T> of(String accepted, Function<String, Optional<T>> reader) {
    return new ValueParser<>(accepted, false, reader);
  }

  /** The value of a text, or empty when it is not accepted. */
  public Optional<T> parse(String text) {
    try {
      return reader.apply(text.strip());
    } catch (IllegalArgumentException | ArithmeticException refused) {
      return Optional.empty();
    }
  }
}
