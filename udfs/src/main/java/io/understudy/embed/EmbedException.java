package io.understudy.embed;

import org.jspecify.annotations.Nullable;

/** Texts that could not be embedded; the message says problem, cause and cure. */
public final class EmbedException extends Exception {
  private static final long serialVersionUID = 1L;

  public EmbedException(String message) {
    this(message, null);
  }

  public EmbedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
