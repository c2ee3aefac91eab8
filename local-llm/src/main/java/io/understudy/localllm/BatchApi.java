package io.understudy.localllm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** OpenAI's files and batches. Every line that is worked on counts as a chat request. */
final class BatchApi {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PAGE = 20;

  private final LocalLlmOptions options;
  private final Ledger ledger;
  private final Batch.Model model;
  private final Map<String, String> uploads = new HashMap<>();
  private final Map<String, Batch> batches = new LinkedHashMap<>();
  private BatchPlan plan;
  private boolean held;
  private long lines;

  /** One call of this API. */
  private record Call(String method, List<String> path, HttpExchange exchange, byte[] body) {
    /** Without identities, which differ from run to run. */
    String kind() {
      String kind = method + " /" + path.get(0);
      return path.size() < 3 ? kind + (path.size() == 2 ? "/ID" : "") : kind + "/ID/" + path.get(2);
    }
  }

  BatchApi(LocalLlmOptions options, Ledger ledger, Batch.Model model) {
    this.options = options;
    this.ledger = ledger;
    this.model = model;
    this.plan = BatchPlan.DEFAULT.after(options.batchDelay());
  }

  synchronized void setPlan(BatchPlan changed) {
    plan = changed;
  }

  synchronized void hold(boolean hold) {
    held = hold;
  }

  /** Batches that were made. */
  synchronized long made() {
    return batches.size();
  }

  /** Lines of all batches that were made. */
  synchronized long lines() {
    return lines;
  }

  synchronized void forget() {
    uploads.clear();
    batches.clear();
    lines = 0;
  }

  void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String[] path = exchange.getRequestURI().getPath().split("/");
    Call call =
        new Call(
            exchange.getRequestMethod(), List.of(path).subList(2, path.length), exchange, body);
    String key = Form.OPENAI.key(exchange.getRequestHeaders());
    if (options.apiKey() != null && !options.apiKey().equals(key)) {
      refuse(exchange, 401, "invalid_api_key", "Incorrect API key provided: " + key);
      return;
    }
    Optional<Fault> fault;
    synchronized (this) {
      fault = plan.calls().of(call.kind(), ledger.attempt(call.kind()));
    }
    if (fault.isPresent() && !afterwards(fault.get())) {
      misbehave(exchange, fault.get(), "{}");
      return;
    }
    Said said = say(call);
    if (fault.isPresent()) {
      misbehave(exchange, fault.get(), said.text());
    } else {
      ledger.ended(Integer.toString(said.status()));
      Replies.json(exchange, said.status(), said.text());
    }
  }

  /** A status and the text of a body. */
  private record Said(int status, String text) {
    static Said of(Batch.Reply reply) {
      return new Said(reply.status(), reply.body().toString());
    }
  }

  private synchronized Said say(Call call) throws IOException {
    return switch (call.kind()) {
      case "POST /files" -> Said.of(upload(call));
      case "GET /files/ID/content" -> content(call.path().get(1));
      case "POST /batches" -> Said.of(create(call));
      case "GET /batches" -> Said.of(list(call));
      case "GET /batches/ID" -> get(call.path().get(1), batch -> batch.advance(model, held));
      case "POST /batches/ID/cancel" -> get(call.path().get(1), batch -> batch.cancel(model));
      default -> nothing();
    };
  }

  private static Said nothing() {
    return Said.of(refused(404, "not_found", "There is nothing of that name."));
  }

  /** Faults that lose the reply to a call that was worked on. */
  private static boolean afterwards(Fault fault) {
    return fault == Fault.RESET || fault == Fault.TRUNCATED || fault == Fault.GARBAGE;
  }

  private void misbehave(HttpExchange exchange, Fault fault, String whole) throws IOException {
    switch (fault) {
      case RATE_LIMIT, RATE_LIMIT_RETRY_AFTER ->
          refuse(exchange, 429, "rate_limit_exceeded", "slow down");
      case UNAUTHORIZED -> refuse(exchange, 401, "invalid_api_key", "Incorrect API key provided.");
      case FORBIDDEN -> refuse(exchange, 403, "permission_denied", "This key may not do that.");
      case QUOTA_EXHAUSTED ->
          refuse(exchange, 429, "insufficient_quota", "You exceeded your current quota.");
      case RESET -> {
        ledger.ended("reset");
        Replies.reset(exchange, whole);
      }
      case TRUNCATED -> Replies.json(exchange, 200, whole.substring(0, whole.length() / 2));
      case GARBAGE -> Replies.json(exchange, 200, "<html>Bad day</html>");
      default -> refuse(exchange, 500, "server_error", "something broke");
    }
  }

  private Batch.Reply upload(Call call) {
    String type = call.exchange().getRequestHeaders().getFirst("Content-Type");
    Map<String, String> parts;
    try {
      parts = Multipart.parts(String.valueOf(type), call.body());
    } catch (IllegalArgumentException wrong) {
      return refused(400, "invalid_request", String.valueOf(wrong.getMessage()));
    }
    String file = parts.get("file");
    if (file == null || !"batch".equals(parts.get("purpose"))) {
      return refused(400, "invalid_request", "a file and the purpose batch are needed");
    }
    String id = "file-" + (uploads.size() + 1);
    uploads.put(id, file);
    ObjectNode body = JSON.createObjectNode().put("id", id).put("object", "file");
    return new Batch.Reply(200, body.put("purpose", "batch").put("bytes", file.length()));
  }

  private Said content(String file) {
    return batches.values().stream()
        .flatMap(batch -> Optional.ofNullable(batch.file(file)).stream())
        .findFirst()
        .map(text -> new Said(200, text))
        .orElseGet(BatchApi::nothing);
  }

  private Batch.Reply create(Call call) throws IOException {
    JsonNode request = JSON.readTree(call.body());
    String file = request.path("input_file_id").asText();
    String input = uploads.get(file);
    if (input == null
        || !request.path("endpoint").asText().equals("/v1/chat/completions")
        || !request.path("completion_window").asText().equals("24h")) {
      return refused(400, "invalid_request", "no such file, endpoint or completion window");
    }
    Batch batch =
        new Batch("batch_" + (batches.size() + 1), file, input, request.path("metadata"), plan);
    batches.put(batch.id(), batch);
    lines += batch.size();
    return new Batch.Reply(200, batch.json());
  }

  private Said get(String id, Consumer<Batch> before) {
    Batch batch = batches.get(id);
    if (batch == null) {
      return nothing();
    }
    before.accept(batch);
    return new Said(200, batch.json().toString());
  }

  /** The newest first, in pages. */
  private Batch.Reply list(Call call) {
    String query = String.valueOf(call.exchange().getRequestURI().getQuery());
    String after = "";
    for (String part : query.split("&")) {
      after = part.startsWith("after=") ? part.substring("after=".length()) : after;
    }
    List<Batch> newest = new ArrayList<>(batches.values());
    Collections.reverse(newest);
    List<String> ids = newest.stream().map(Batch::id).toList();
    int from = ids.indexOf(after) + 1;
    int to = Math.min(ids.size(), from + PAGE);
    ObjectNode page = JSON.createObjectNode().put("object", "list");
    ArrayNode data = page.putArray("data");
    newest.subList(from, to).forEach(batch -> data.add(batch.json()));
    if (to > from) {
      page.put("last_id", ids.get(to - 1));
    }
    return new Batch.Reply(200, page.put("has_more", to < ids.size()));
  }

  private static Batch.Reply refused(int status, String code, String message) {
    return new Batch.Reply(status, Form.OPENAI.error(status, code, message));
  }

  private void refuse(HttpExchange exchange, int status, String code, String message)
      throws IOException {
    ledger.ended(Integer.toString(status));
    Replies.json(exchange, status, Form.OPENAI.error(status, code, message).toString());
  }
}
