package io.understudy.localllm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.understudy.localllm.BatchPlan.Ending;
import io.understudy.localllm.BatchPlan.Luck;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One batch: its input, and from its end on its two files. Not thread-safe. */
final class Batch {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** An HTTP status and a body. */
  record Reply(int status, ObjectNode body) {}

  /** Works on lines. */
  interface Model {
    Reply answer(JsonNode request);

    /** Counts a line that ends without a reply of the model. */
    void broke();
  }

  private final String id;
  private final String inputFile;
  private final JsonNode metadata;
  private final BatchPlan plan;
  private final long createdAtNanos = System.nanoTime();
  private final long createdAt = System.currentTimeMillis() / 1000;
  private final Map<String, JsonNode> lines = new LinkedHashMap<>();
  private String status = "validating";
  private String problem = "";
  private @Nullable String output;
  private @Nullable String errors;
  private int completed;
  private int failed;

  /**
   * @param input JSON lines
   */
  Batch(String id, String inputFile, String input, JsonNode metadata, BatchPlan plan) {
    this.id = id;
    this.inputFile = inputFile;
    this.metadata = metadata;
    this.plan = plan;
    this.problem = plan.ending() == Ending.FAILED ? "invalid_request" : read(input);
  }

  /** What is wrong with the input; empty if nothing is. */
  private String read(String input) {
    for (String line : input.split("\n", -1)) {
      if (line.isEmpty()) {
        continue;
      }
      JsonNode request;
      try {
        request = JSON.readTree(line);
      } catch (com.fasterxml.jackson.core.JsonProcessingException notJson) {
        return "invalid_json_line";
      }
      if (!request.path("method").asText().equals("POST")
          || !request.path("url").asText().equals("/v1/chat/completions")) {
        return "invalid_url";
      }
      if (lines.put(request.path("custom_id").asText(), request.path("body")) != null) {
        return "duplicate_custom_id";
      }
    }
    return lines.isEmpty() ? "empty_file" : "";
  }

  String id() {
    return id;
  }

  int size() {
    return lines.size();
  }

  /** Ends it if its time has come. */
  void advance(Model model, boolean held) {
    if (status.equals("validating")) {
      status = problem.isEmpty() ? "in_progress" : "failed";
    } else if (status.equals("in_progress")
        && !held
        && System.nanoTime() - createdAtNanos >= plan.delay().toNanos()) {
      end(plan.ending() == Ending.EXPIRED ? "expired" : "completed", model);
    }
  }

  /** Ends it with what is done by then: every second line. */
  void cancel(Model model) {
    if (status.equals("validating") || status.equals("in_progress")) {
      end("cancelled", model);
    }
  }

  private void end(String how, Model model) {
    List<String> good = new ArrayList<>();
    List<String> bad = new ArrayList<>();
    // In no order that a client could rely on.
    lines.keySet().stream()
        .sorted(Comparator.comparing(line -> StableHash.of("shuffled", line)))
        .forEach(line -> work(how, line, model, good, bad));
    output = good.isEmpty() ? null : String.join("\n", good) + "\n";
    errors = bad.isEmpty() ? null : String.join("\n", bad) + "\n";
    status = how;
  }

  private void work(String how, String line, Model model, List<String> good, List<String> bad) {
    boolean left =
        switch (how) {
          case "expired" -> plan.leaves(line);
          case "cancelled" -> StableHash.below(2, "cancelled", line) == 0;
          default -> false;
        };
    if (left) {
      bad.add(error(line, "batch_" + how));
      return;
    }
    Luck luck = plan.luck(line);
    if (luck == Luck.FAILING) {
      failed++;
      model.broke();
      bad.add(
          line(line, new Reply(500, Form.OPENAI.error(500, "server_error", "something broke"))));
      return;
    }
    Reply reply = model.answer(lines.getOrDefault(line, NullNode.getInstance()));
    if (reply.status() != 200) {
      failed++;
      bad.add(line(line, reply));
      return;
    }
    completed++;
    String whole = line(line, reply);
    switch (luck) {
      case GOOD -> good.add(whole);
      case TWICE -> {
        good.add(whole);
        good.add(
            whole.contains("true")
                ? whole.replace("true", "false")
                : whole.replace("false", "true"));
      }
      case DAMAGED -> good.add(whole.substring(0, whole.length() / 2));
      case MISSING, FAILING -> {
        // Done, charged, and lost.
      }
    }
  }

  private static String line(String customId, Reply reply) {
    ObjectNode node = JSON.createObjectNode().put("id", "batch_req_" + customId);
    node.put("custom_id", customId);
    node.putObject("response")
        .put("status_code", reply.status())
        .put("request_id", "req_" + customId)
        .set("body", reply.body());
    return node.putNull("error").toString();
  }

  private static String error(String customId, String code) {
    ObjectNode node = JSON.createObjectNode().put("id", "batch_req_" + customId);
    node.put("custom_id", customId).putNull("response");
    node.putObject("error").put("code", code).put("message", "This request was not executed.");
    return node.toString();
  }

  /** One of its files, or null if there is none of that name. */
  @Nullable String file(String file) {
    return file.equals(outputFile()) ? output : file.equals(errorFile()) ? errors : null;
  }

  private String outputFile() {
    return "file-output-" + id;
  }

  private String errorFile() {
    return "file-errors-" + id;
  }

  ObjectNode json() {
    ObjectNode node = JSON.createObjectNode().put("id", id).put("object", "batch");
    node.put("endpoint", "/v1/chat/completions").put("input_file_id", inputFile);
    node.put("completion_window", "24h").put("status", status).put("created_at", createdAt);
    node.put("output_file_id", output == null ? null : outputFile());
    node.put("error_file_id", errors == null ? null : errorFile());
    if (!problem.isEmpty() && status.equals("failed")) {
      node.putObject("errors")
          .put("object", "list")
          .putArray("data")
          .addObject()
          .put("code", problem)
          .put("message", "The input was refused.")
          .put("line", 1);
    } else {
      node.putNull("errors");
    }
    node.putObject("request_counts")
        .put("total", lines.size())
        .put("completed", completed)
        .put("failed", failed);
    node.set("metadata", metadata);
    return node;
  }
}
