package io.understudy.llm.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.understudy.llm.ApiKey;
import io.understudy.llm.EndpointConfig;
import io.understudy.llm.LabelException;
import io.understudy.llm.LabelException.Kind;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an HTTP status means: the one place where statuses become kinds of errors. */
final class StatusErrors {
  private static final List<String> CODES =
      List.of("/error/code", "/error/type", "/error/status", "/code", "/type", "/error_code");

  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{2,63}");

  /** Codes of 429 that waiting does not heal. */
  private static final List<String> SPENT =
      List.of("insufficient_quota", "capacitylimitexceeded", "billing_hard_limit_reached");

  private final EndpointConfig endpoint;
  private final ApiKey key;

  StatusErrors(EndpointConfig endpoint, ApiKey key) {
    this.endpoint = endpoint;
    this.key = key;
  }

  LabelException of(ProviderReply reply) {
    Kind kind = kind(reply);
    String message =
        "Endpoint '%s' %s (HTTP %d). %s"
            .formatted(
                endpoint.name(), problem(kind, reply.status()), reply.status(), cure(kind, reply));
    String quote = quote(reply, kind);
    if (!quote.isEmpty()) {
      message += " The server says: " + quote;
    }
    return new LabelException(kind, message, reply.retryAfter().orElse(null), null);
  }

  private static Kind kind(ProviderReply reply) {
    int status = reply.status();
    if (status == 429) {
      String body = reply.body().toLowerCase(Locale.ROOT);
      return SPENT.stream().anyMatch(body::contains) ? Kind.REJECTED : Kind.RATE_LIMITED;
    }
    if (status == 401 || status == 403) {
      return Kind.UNAUTHORIZED;
    }
    if (status == 408) {
      return Kind.TIMEOUT;
    }
    return status >= 500 || status == 409 || status == 425 ? Kind.UNAVAILABLE : Kind.REJECTED;
  }

  private static String problem(Kind kind, int status) {
    return switch (kind) {
      case RATE_LIMITED -> "has too many requests";
      case UNAVAILABLE -> "is not available";
      case TIMEOUT -> "timed out";
      case UNAUTHORIZED -> "refuses the key";
      case REJECTED -> status == 429 ? "has no quota left" : "rejects the request";
      case MALFORMED_REPLY, DOWN, CONFIGURATION -> "failed";
    };
  }

  private String cure(Kind kind, ProviderReply reply) {
    String keys = "spark.understudy.endpoints." + endpoint.name();
    return switch (kind) {
      case RATE_LIMITED -> "Lower " + keys + ".concurrency.";
      case UNAVAILABLE, TIMEOUT -> "Check the server behind " + keys + ".url.";
      case UNAUTHORIZED -> "Check " + keys + ".apiKey.env or .apiKey.alias.";
      case REJECTED ->
          reply.status() == 429
              ? "Raise the account's quota, or use another endpoint."
              : "Check " + keys + ".model ('" + endpoint.model() + "') and " + keys + ".url.";
      case MALFORMED_REPLY, DOWN, CONFIGURATION -> "Check " + keys + ".url.";
    };
  }

  /**
   * The server's error codes, never its sentences: those may echo row text, or both ends of the key
   * (as OpenAI's 401 does).
   */
  private String quote(ProviderReply reply, Kind kind) {
    if (kind == Kind.UNAUTHORIZED) {
      return "";
    }
    JsonNode json;
    try {
      json = ProviderHttp.JSON.readTree(reply.body());
    } catch (JsonProcessingException plainText) {
      return "";
    }
    return codes(CODES.stream().map(pointer -> json.at(pointer).asText("")))
        .collect(Collectors.joining(", "));
  }

  /** Those of the texts that can only be codes. */
  Stream<String> codes(Stream<String> texts) {
    return texts
        .filter(code -> IDENTIFIER.matcher(code).matches())
        .filter(code -> key.value().filter(code::contains).isEmpty())
        .distinct();
  }
}
