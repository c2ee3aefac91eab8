package io.understudy.spark.account;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value that is worked out when it is first asked for; what it was made of is then let go. */
final class Once<T> implements Supplier<T> {
  private @Nullable Supplier<T> source;
  private @Nullable T value;

  Once(Supplier<T> source) {
    this.source = source;
  }

  @Override
  public synchronized T get() {
    T made = value;
    Supplier<T> from = source;
    if (made == null) {
      if (from == null) {
        throw new IllegalStateException("neither a value nor its source");
      }
      made = from.get();
      value = made;
      source = null;
    }
    return made;
  }
}
