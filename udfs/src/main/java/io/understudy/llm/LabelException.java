package io.understudy.llm;

import io.understudy.account.Usage;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request that brought no reply. The kind says whether asking again can help. */
public final class LabelException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why a request failed. */
  public enum Kind {
    /** HTTP 429: too many requests. */
    RATE_LIMITED(true),
    /** HTTP 5xx, or a connection that was refused or broke. */
    UNAVAILABLE(true),
    /** No reply in time. */
    TIMEOUT(true),
    /** A reply that is not of the API's form, or that was cut off. */
    MALFORMED_REPLY(true),
    /** HTTP 401 or 403: the key is wrong or may not use the model. */
    UNAUTHORIZED(false),
    /** Any other 4xx: the request itself is wrong, for example the model's name. */
    REJECTED(false),
    /** No request at all was served for as long as one may take: see {@link EndpointHealth}. */
    DOWN(false),
    /** The endpoint, its key or its provider is not configured. */
    CONFIGURATION(false);

    private final boolean retriable;

    Kind(boolean retriable) {
      this.retriable = retriable;
    }

    /** Whether the same request may succeed later. */
    public boolean retriable() {
      return retriable;
    }
  }

  private final Kind kind;
  private final @Nullable Duration retryAfter;
  private final Usage paidBefore;

  public LabelException(Kind kind, String message) {
    this(kind, message, null, null);
  }

  public LabelException(
      Kind kind, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
    this(kind, message, retryAfter, cause, Usage.NONE);
  }

  private LabelException(
      Kind kind,
      @Nullable String message,
      @Nullable Duration retryAfter,
      @Nullable Throwable cause,
      Usage paidBefore) {
    super(message, cause);
    this.kind = kind;
    this.retryAfter = retryAfter;
    this.paidBefore = paidBefore;
  }

  /**
   * The same error where one {@link LabelModel#label} sent several requests.
   *
   * @param paid what the requests before the failing one cost
   */
  public LabelException after(Usage paid) {
    return paid.equals(Usage.NONE)
        ? this
        : new LabelException(kind, getMessage(), retryAfter, this, paidBefore.plus(paid));
  }

  /**
   * The same error as the end of a question.
   *
   * @param paid what all requests of the question cost
   */
  LabelException ending(Usage paid) {
    return new LabelException(kind, getMessage(), retryAfter, this, paid);
  }

  /**
   * What the requests before the failing one cost; nothing, as a rule. Where the error is the end
   * of a question: what all its requests cost.
   */
  public Usage paidBefore() {
    return paidBefore;
  }

  public Kind kind() {
    return kind;
  }

  /** How long the endpoint asked to wait, from {@code Retry-After}. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
