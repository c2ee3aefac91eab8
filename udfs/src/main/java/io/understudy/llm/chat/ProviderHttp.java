package io.understudy.llm.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.understudy.llm.ApiKey;
import io.understudy.llm.EndpointConfig;
import io.understudy.llm.LabelException;
import io.understudy.llm.LabelException.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Talks to one endpoint, one request per call. Thread-safe. Neither the body nor the key is ever
 * logged or put into a message.
 */
public final class ProviderHttp {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(10);

  private final EndpointConfig endpoint;
  private final ApiKey key;
  private final ChatApi api;
  private final StatusErrors errors;
  private final HttpClient client;

  /**
   * @throws LabelException of kind {@link Kind#CONFIGURATION} when the endpoint's URL can't be used
   */
  public ProviderHttp(EndpointConfig endpoint, ApiKey key) throws LabelException {
    this(endpoint, key, new OpenAiApi(/* azure= */ false));
  }

  /**
   * @param api says which header carries the key
   * @throws LabelException of kind {@link Kind#CONFIGURATION} when the endpoint's URL can't be used
   */
  ProviderHttp(EndpointConfig endpoint, ApiKey key, ChatApi api) throws LabelException {
    this.endpoint = endpoint;
    this.api = api;
    this.key = key;
    this.errors = new StatusErrors(endpoint, key);
    String scheme = String.valueOf(endpoint.url().getScheme()).toLowerCase(Locale.ROOT);
    if (!(scheme.equals("http") || scheme.equals("https")) || endpoint.url().getHost() == null) {
      throw new LabelException(
          Kind.CONFIGURATION,
          "Endpoint '%s' has no usable URL: expected http(s)://host[:port]/v1. Check spark.understudy.endpoints.%s.url."
              .formatted(endpoint.name(), endpoint.name()));
    }
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(connectTimeout(endpoint.timeout()))
            .followRedirects(HttpClient.Redirect.NEVER)
            // Over plain HTTP the client would ask to upgrade, which some servers answer with 400.
            .version(
                scheme.equals("https") ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
            .build();
  }

  /**
   * Posts a body and reads the whole reply, whatever its status.
   *
   * @param path what to append to the base URL, for example {@code /chat/completions}
   * @throws LabelException when no reply came in time
   * @throws InterruptedException when the thread is interrupted; the connection is closed
   */
  public ProviderReply post(String path, JsonNode body)
      throws LabelException, InterruptedException {
    return exchange(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build(),
        endpoint.timeout());
  }

  /**
   * Posts a form of several parts, like {@link #post}.
   *
   * @param boundary what stands between its parts
   * @param body the form
   * @param longer what it may take beyond the endpoint's time-out
   */
  ProviderReply postForm(String path, String boundary, List<byte[]> body, Duration longer)
      throws LabelException, InterruptedException {
    return exchange(
        request(path)
            .header("Content-Type", "multipart/form-data; boundary=" + boundary)
            .POST(HttpRequest.BodyPublishers.ofByteArrays(body))
            .build(),
        endpoint.timeout().plus(longer));
  }

  /**
   * Reads what is at a path, like {@link #post}.
   *
   * @param longer what it may take beyond the endpoint's time-out
   */
  ProviderReply get(String path, Duration longer) throws LabelException, InterruptedException {
    return exchange(request(path).GET().build(), endpoint.timeout().plus(longer));
  }

  private ProviderReply exchange(HttpRequest request, Duration patience)
      throws LabelException, InterruptedException {
    CompletableFuture<HttpResponse<String>> exchange =
        client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    try {
      // HttpRequest.timeout ends with the reply's header; this one covers the body, too.
      HttpResponse<String> response = exchange.get(patience.toNanos(), TimeUnit.NANOSECONDS);
      return ProviderReply.of(response);
    } catch (InterruptedException interrupted) {
      exchange.cancel(true);
      throw interrupted;
    } catch (TimeoutException timeout) {
      exchange.cancel(true);
      throw timedOut();
    } catch (ExecutionException failed) {
      throw broken(failed.getCause());
    }
  }

  /** Turns a reply whose status is not 200 into the error it means. */
  public LabelException error(ProviderReply reply) {
    return errors.of(reply);
  }

  /** Those of the server's texts that can only be codes, and may be shown. */
  List<String> codes(Stream<String> texts) {
    return errors.codes(texts).toList();
  }

  /** The body of a reply with status 200. */
  public JsonNode json(ProviderReply reply) throws LabelException {
    try {
      JsonNode node = JSON.readTree(reply.body());
      if (node.isObject()) {
        return node;
      }
    } catch (JsonProcessingException cutOff) {
      // The parser's message would quote the body.
    }
    throw malformed("the body is not a JSON object");
  }

  /** The error for a reply that is not of the API's form. */
  public LabelException malformed(String problem) {
    return new LabelException(
        Kind.MALFORMED_REPLY,
        "Endpoint '%s' sent a reply that is not of %s's form: %s. If this persists, check spark.understudy.endpoints.%s.url."
            .formatted(endpoint.name(), api.title(), problem, endpoint.name()));
  }

  private HttpRequest.Builder request(String path) throws LabelException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target(path)).header("Accept", "application/json");
    try {
      api.headers(key.value().orElse(null)).forEach(request::header);
    } catch (IllegalArgumentException unusable) {
      // The exception quotes the key, so it is neither passed on nor kept as a cause.
      throw new LabelException(
          Kind.CONFIGURATION,
          "The key of endpoint '%s' has characters that no header can carry, for example a line break. Check the value behind spark.understudy.endpoints.%s.apiKey.env or .apiKey.alias."
              .formatted(endpoint.name(), endpoint.name()));
    }
    return request;
  }

  /** A text as one segment of a path. */
  static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private URI target(String path) {
    URI base = endpoint.url();
    String root = base.getRawPath() == null ? "" : base.getRawPath();
    String withoutSlash = root.endsWith("/") ? root.substring(0, root.length() - 1) : root;
    String query =
        base.getRawQuery() == null ? "" : (path.contains("?") ? "&" : "?") + base.getRawQuery();
    return base.resolve(withoutSlash + path + query);
  }

  /** A server that takes no connection for as long is not merely slow to answer. */
  private static Duration connectTimeout(Duration timeout) {
    Duration half = timeout.dividedBy(2);
    return half.compareTo(LONGEST_CONNECT) < 0 ? half : LONGEST_CONNECT;
  }

  private LabelException timedOut() {
    return new LabelException(
        Kind.TIMEOUT,
        "Endpoint '%s' did not answer within %d ms. Raise spark.understudy.endpoints.%s.timeout, or lower .concurrency if the server is busy."
            .formatted(endpoint.name(), endpoint.timeout().toMillis(), endpoint.name()));
  }

  private LabelException broken(@Nullable Throwable cause) {
    // Without a connection nothing was sent, so nothing can have been charged.
    if (cause instanceof HttpTimeoutException && !(cause instanceof HttpConnectTimeoutException)) {
      return timedOut();
    }
    if (cause instanceof IOException) {
      return new LabelException(
          Kind.UNAVAILABLE,
          "Endpoint '%s' at %s:%d can't be reached, or broke the connection (%s). Check spark.understudy.endpoints.%s.url and whether the server runs."
              .formatted(
                  endpoint.name(),
                  endpoint.url().getHost(),
                  endpoint.url().getPort(),
                  cause.getClass().getSimpleName(),
                  endpoint.name()),
          null,
          cause);
    }
    throw new IllegalStateException("unexpected failure of the HTTP client", cause);
  }
}
