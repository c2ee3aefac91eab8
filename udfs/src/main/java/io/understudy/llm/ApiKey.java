package io.understudy.llm;

import java.util.Optional;

/** A resolved key. Not serialisable, and silent in {@link #toString()}, so that it cannot leak. */
public final class ApiKey {
  /** For endpoints that want no key. */
  public static final ApiKey NONE = new ApiKey("");

  private final String value;

  private ApiKey(String value) {
    this.value = value;
  }

  public static ApiKey of(String value) {
    return new ApiKey(value.strip());
  }

  /** The key, or empty when the endpoint wants none. */
  public Optional<String> value() {
    return value.isEmpty() ? Optional.empty() : Optional.of(value);
  }

  @Override
  public String toString() {
    return "ApiKey(hidden)";
  }
}
