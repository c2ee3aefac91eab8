package io.understudy.llm.chat;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * A reply over HTTP, not yet judged.
 *
 * @param status the HTTP status
 * @param body the body as text
 * @param retryAfter how long the server asked to wait, from {@code retry-after-ms} or {@code
 *     Retry-After} (seconds or a date, RFC 9110 section 10.2.3)
 */
public record ProviderReply(int status, String body, Optional<Duration> retryAfter) {

  /** Whether the request was served. */
  public boolean ok() {
    return status == 200;
  }

  static ProviderReply of(HttpResponse<String> response) {
    return new ProviderReply(
        response.statusCode(), response.body(), retryAfter(response.headers(), Instant.now()));
  }

  static Optional<Duration> retryAfter(HttpHeaders headers, Instant now) {
    Optional<Duration> millis =
        headers.firstValue("retry-after-ms").flatMap(value -> number(value, 1));
    if (millis.isPresent()) {
      return millis;
    }
    return headers
        .firstValue("retry-after")
        .flatMap(value -> number(value, 1000).or(() -> date(value, now)));
  }

  private static Optional<Duration> number(String value, double millisPerUnit) {
    try {
      double millis = Double.parseDouble(value.strip()) * millisPerUnit;
      return Double.isFinite(millis)
          ? Optional.of(Duration.ofMillis(Math.max(0, (long) Math.ceil(millis))))
          : Optional.empty();
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> date(String value, Instant now) {
    try {
      Instant at =
          ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration wait = Duration.between(now, at);
      return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    } catch (DateTimeException notADate) {
      return Optional.empty();
    }
  }
}
