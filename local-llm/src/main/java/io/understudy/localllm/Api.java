package io.understudy.localllm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import io.understudy.localllm.LocalLlmOptions.ResponseFormats;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The calls under {@code /v1}. */
final class Api implements Batch.Model {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Faults that keep a complete reply from arriving. */
  private static final Set<Fault> LOST = EnumSet.of(Fault.RESET, Fault.TRUNCATED);

  private final LocalLlmOptions options;
  private final Traffic traffic;
  private final Ledger ledger;
  private final ChatResponder chats;
  private final EmbeddingResponder embeddings;
  private volatile Faults faults;

  /** Writes one reply; the client may be gone. */
  private interface Reply {
    void write() throws IOException;
  }

  Api(LocalLlmOptions options, Traffic traffic, Ledger ledger) {
    this.options = options;
    this.traffic = traffic;
    this.ledger = ledger;
    this.chats = new ChatResponder(options);
    this.embeddings = new EmbeddingResponder(options.dimension());
    this.faults = options.faults();
  }

  void setFaults(Faults changed) {
    faults = changed;
  }

  void models(HttpExchange exchange) throws IOException {
    String id = options.model().isEmpty() ? "local" : options.model();
    Replies.json(
        exchange,
        200,
        JSON.createObjectNode()
            .put("object", "list")
            .set("data", JSON.createArrayNode().add(JSON.createObjectNode().put("id", id)))
            .toString());
  }

  void chat(HttpExchange exchange, Form form) throws IOException {
    ledger.chat();
    JsonNode body = accepted(exchange, form);
    if (body == null) {
      return;
    }
    ChatRequest request;
    try {
      request = ChatRequest.of(body);
    } catch (IllegalArgumentException wrong) {
      refuse(exchange, 400, "invalid_request", String.valueOf(wrong.getMessage()));
      return;
    }
    if (!supports(request.format())) {
      refuse(
          exchange,
          400,
          "unsupported_parameter",
          "response_format of type '" + request.format() + "' is not supported by this model");
      return;
    }
    if (request.logprobs() && options.chances() == null) {
      refuse(exchange, 400, "unsupported_parameter", "logprobs are not supported with this model");
      return;
    }
    request.rows().forEach(ledger::asked);
    String identity = request.identity();
    Optional<Fault> fault = faults.of(identity, ledger.attempt(identity));
    admit(
        exchange,
        fault,
        () -> {
          ChatResponder.Completion completion = chats.complete(request, fault);
          if (completion.usable() && fault.filter(LOST::contains).isEmpty()) {
            request.rows().forEach(ledger::answered);
          }
          ledger.tokens(request.promptTokens(), completion.completionTokens());
          return form.reply(new Form.Reply(completion.body())).toString();
        });
  }

  /** Works on one line of a batch: a chat request without a connection of its own. */
  @Override
  public Batch.Reply answer(JsonNode body) {
    ledger.chat();
    if (unknownModel(body)) {
      return refused(404, "model_not_found", "There is no such model.");
    }
    ChatRequest request;
    try {
      request = ChatRequest.of(body);
    } catch (IllegalArgumentException wrong) {
      return refused(400, "invalid_request", String.valueOf(wrong.getMessage()));
    }
    if (!supports(request.format())) {
      return refused(400, "unsupported_parameter", "response_format is not supported");
    }
    request.rows().forEach(ledger::asked);
    String identity = request.identity();
    Optional<Fault> fault = faults.of(identity, ledger.attempt(identity));
    ChatResponder.Completion completion = chats.complete(request, fault);
    if (completion.usable()) {
      request.rows().forEach(ledger::answered);
    }
    ledger.tokens(request.promptTokens(), completion.completionTokens());
    return new Batch.Reply(200, completion.body());
  }

  @Override
  public void broke() {
    ledger.chat();
  }

  private static Batch.Reply refused(int status, String code, String message) {
    return new Batch.Reply(status, Form.OPENAI.error(status, code, message));
  }

  private boolean unknownModel(JsonNode body) {
    return !options.model().isEmpty() && !options.model().equals(body.path("model").asText(""));
  }

  void embeddings(HttpExchange exchange) throws IOException {
    ledger.embedding();
    JsonNode body = accepted(exchange, Form.OPENAI);
    if (body == null) {
      return;
    }
    List<String> texts = EmbeddingResponder.texts(body);
    if (texts.isEmpty() || texts.stream().anyMatch(String::isEmpty)) {
      refuse(exchange, 400, "invalid_request", "input: texts must not be empty");
      return;
    }
    if (texts.size() > options.largestEmbeddingBatch()) {
      refuse(exchange, 413, "too_large", "batch size " + texts.size() + " is too large");
      return;
    }
    String identity = "embed\u0000" + String.join("\u0000", texts);
    Optional<Fault> fault = faults.of(identity, ledger.attempt(identity));
    admit(
        exchange,
        fault,
        () -> {
          ledger.embedded(texts.size());
          return embeddings.embed(body, texts);
        });
  }

  private interface Body {
    String write();
  }

  private void admit(HttpExchange exchange, Optional<Fault> fault, Body body) throws IOException {
    boolean admitted =
        traffic.arrive(
            () ->
                traffic.reply(
                    () -> {
                      // Before the reply is written, or a client could be seen with one too many.
                      traffic.leave();
                      write(exchange, () -> answer(exchange, fault, body));
                    }));
    if (!admitted) {
      refuse(exchange, 429, "rate_limit_exceeded", "too many requests at the same time");
    }
  }

  private void answer(HttpExchange exchange, Optional<Fault> fault, Body body) throws IOException {
    if (fault.isEmpty()) {
      ledger.ended("200");
      Replies.json(exchange, 200, body.write());
      return;
    }
    switch (fault.get()) {
      case RATE_LIMIT -> refuse(exchange, 429, "rate_limit_exceeded", "slow down");
      case RATE_LIMIT_RETRY_AFTER -> {
        String seconds = Long.toString(faults.retryAfter().toSeconds());
        exchange.getResponseHeaders().set("Retry-After", seconds);
        refuse(exchange, 429, "rate_limit_exceeded", "slow down, come back in " + seconds + " s");
      }
      case SERVER_ERROR -> refuse(exchange, 500, "server_error", "something broke");
      case UNAUTHORIZED -> refuse(exchange, 401, "invalid_api_key", "Incorrect API key provided.");
      case FORBIDDEN -> refuse(exchange, 403, "permission_denied", "This key may not do that.");
      case UNKNOWN_MODEL -> refuse(exchange, 404, "model_not_found", "There is no such model.");
      case QUOTA_EXHAUSTED ->
          refuse(exchange, 429, "insufficient_quota", "You exceeded your current quota.");
      case TIMEOUT -> ledger.ended("timeout");
      case RESET -> {
        ledger.ended("reset");
        Replies.reset(exchange, body.write());
      }
      case TRUNCATED -> {
        ledger.ended("200");
        String whole = body.write();
        Replies.json(exchange, 200, whole.substring(0, whole.length() / 2));
      }
      case GARBAGE -> {
        ledger.ended("200");
        Replies.json(exchange, 200, "<html>Bad day</html>");
      }
      case EMPTY,
          REFUSAL,
          CONTENT_FILTER,
          OFF_LIST,
          REASONING,
          CUT_ANSWER,
          MISSING_ROW,
          CUT_THOUGHT -> {
        ledger.ended("200");
        Replies.json(exchange, 200, body.write());
      }
    }
  }

  /** The body of a request that may go on, or null when it was refused. */
  private @Nullable JsonNode accepted(HttpExchange exchange, Form form) throws IOException {
    byte[] bytes = exchange.getRequestBody().readAllBytes();
    if (!exchange.getRequestMethod().equals("POST")) {
      refuse(exchange, 405, "method_not_allowed", "POST is the only method here");
      return null;
    }
    String key = form.key(exchange.getRequestHeaders());
    if (options.apiKey() != null && !options.apiKey().equals(key)) {
      // Some real servers echo the wrong key; so does this one, for the clients' tests.
      refuse(exchange, 401, "invalid_api_key", "Incorrect API key provided: " + key);
      return null;
    }
    JsonNode body;
    try {
      body = form.request(JSON.readTree(bytes), exchange.getRequestURI());
    } catch (IOException notJson) {
      refuse(exchange, 400, "invalid_json", "the body is not JSON");
      return null;
    }
    if (unknownModel(body)) {
      String model = body.path("model").asText("");
      refuse(exchange, 404, "model_not_found", "The model '" + model + "' does not exist.");
      return null;
    }
    return body;
  }

  private boolean supports(String format) {
    ResponseFormats supported = options.responseFormats();
    return switch (format) {
      case "json_schema" -> supported == ResponseFormats.SCHEMA;
      case "json_object" -> supported != ResponseFormats.NONE;
      default -> true;
    };
  }

  private void refuse(HttpExchange exchange, int status, String code, String message)
      throws IOException {
    ledger.ended(Integer.toString(status));
    Form form = Form.of(exchange.getRequestURI());
    Replies.json(exchange, status, form.error(status, code, message).toString());
  }

  private void write(HttpExchange exchange, Reply reply) {
    try {
      reply.write();
    } catch (IOException clientGone) {
      ledger.ended("client gone");
      exchange.close();
    } catch (RuntimeException bug) {
      ledger.ended("bug");
      exchange.close();
      throw bug;
    }
  }
}
