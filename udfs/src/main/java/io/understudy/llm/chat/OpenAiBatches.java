package io.understudy.llm.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.understudy.account.Usage;
import io.understudy.call.Question;
import io.understudy.call.RowData;
import io.understudy.llm.BatchModel;
import io.understudy.llm.LabelBatch;
import io.understudy.llm.LabelException;
import io.understudy.llm.LabelReply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** OpenAI's Batch API: {@code /files} and {@code /batches}. */
final class OpenAiBatches implements BatchModel {
  private static final String TARGET = "/v1/chat/completions";
  private static final String WINDOW = "24h";
  private static final String TOKEN = "understudy";
  private static final int PAGE = 100;

  /** How long a line of an input or an output may travel. */
  private static final int MILLIS_PER_LINE = 10;

  /** Clocks differ. */
  private static final Duration SLACK = Duration.ofHours(1);

  private final ProviderHttp http;
  private final ChatWording wording;

  OpenAiBatches(ProviderHttp http, ChatWording wording) {
    this.http = http;
    this.wording = wording;
  }

  @Override
  public byte[] line(String id, Question question, RowData row) {
    ObjectNode line = ProviderHttp.JSON.createObjectNode();
    line.put("custom_id", id).put("method", "POST").put("url", TARGET);
    line.set(
        "body",
        wording.request(
            new LabelBatch(question, List.of(row)),
            wording.promptOf(question),
            wording.dialect(),
            wording.tokenLimit()));
    return (line + "\n").getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String upload(List<byte[]> lines) throws LabelException, InterruptedException {
    String boundary = "understudy-" + UUID.randomUUID();
    List<byte[]> form = new ArrayList<>(lines.size() + 2);
    form.add(
        text(
            "--%s\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n"
                .formatted(boundary)));
    form.add(
        text(
            ("--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"labels.jsonl\"\r\n"
                    + "Content-Type: application/jsonl\r\n\r\n")
                .formatted(boundary)));
    form.addAll(lines);
    form.add(text("\r\n--%s--\r\n".formatted(boundary)));
    JsonNode file = json(http.postForm("/files", boundary, form, travel(lines.size())));
    String id = file.path("id").asText("");
    if (id.isEmpty()) {
      throw http.malformed("a file without an id");
    }
    return id;
  }

  @Override
  public Job create(String file, String token) throws LabelException, InterruptedException {
    ObjectNode body = ProviderHttp.JSON.createObjectNode();
    body.put("input_file_id", file).put("endpoint", TARGET).put("completion_window", WINDOW);
    body.putObject("metadata").put(TOKEN, token);
    return job(json(http.post("/batches", body)));
  }

  @Override
  public Optional<Job> get(String id) throws LabelException, InterruptedException {
    ProviderReply reply = http.get("/batches/" + ProviderHttp.segment(id), Duration.ZERO);
    return reply.status() == 404 ? Optional.empty() : Optional.of(job(json(reply)));
  }

  @Override
  public Optional<Job> find(String token, Instant since)
      throws LabelException, InterruptedException {
    long oldest = since.minus(SLACK).getEpochSecond();
    String after = "";
    while (true) {
      JsonNode page = json(http.get("/batches?limit=" + PAGE + after, Duration.ZERO));
      for (JsonNode batch : page.path("data")) {
        if (batch.path("metadata").path(TOKEN).asText("").equals(token)) {
          return Optional.of(job(batch));
        }
        if (batch.path("created_at").asLong(Long.MAX_VALUE) < oldest) {
          return Optional.empty();
        }
      }
      String last = page.path("last_id").asText("");
      if (!page.path("has_more").asBoolean() || last.isEmpty()) {
        return Optional.empty();
      }
      after = "&after=" + ProviderHttp.segment(last);
    }
  }

  @Override
  public void cancel(String id) throws LabelException, InterruptedException {
    ProviderReply reply =
        http.post(
            "/batches/" + ProviderHttp.segment(id) + "/cancel",
            ProviderHttp.JSON.createObjectNode());
    // One that has ended, or is not there, cannot be cancelled, which is as good.
    if (!reply.ok() && !List.of(400, 404, 409).contains(reply.status())) {
      throw http.error(reply);
    }
  }

  @Override
  public String content(String file, int lines) throws LabelException, InterruptedException {
    ProviderReply reply =
        http.get("/files/" + ProviderHttp.segment(file) + "/content", travel(lines));
    if (reply.status() == 404 || reply.status() == 410) {
      // Deleted, by hand or because it was too old: its lines are lost, which is no fault of
      // others.
      return "";
    }
    if (!reply.ok()) {
      throw http.error(reply);
    }
    // Single lines may be damaged, but not all of them: a page of some proxy is asked for again.
    if (!reply.body().isBlank()
        && reply.body().lines().noneMatch(line -> parsed(line).isObject())) {
      throw http.malformed("the file of a batch has no line of JSON");
    }
    return reply.body();
  }

  @Override
  public List<Line> read(String content, Question question, long promptTokens) {
    return content
        .lines()
        .map(line -> read(parsed(line), question, promptTokens))
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<Line> read(JsonNode line, Question question, long promptTokens) {
    String id = line.path("custom_id").asText("");
    JsonNode response = line.path("response");
    if (id.isEmpty()) {
      return Optional.empty();
    }
    if (!response.isObject()) {
      // Never executed: the batch expired or was cancelled.
      return Optional.of(new Line(id, new LabelReply.Unusable("not executed"), Usage.NONE));
    }
    int status = response.path("status_code").asInt(0);
    if (status != 200) {
      return Optional.of(
          new Line(
              id,
              new LabelReply.Unusable("rejected by the endpoint (HTTP %d)".formatted(status)),
              new Usage(1, 0, 0, false)));
    }
    LabelReply reply = wording.read(response.path("body"), question.answers(), promptTokens);
    return reply == null
        ? Optional.empty()
        : Optional.of(new Line(id, reply.items().get(0), reply.usage()));
  }

  private static JsonNode parsed(String line) {
    try {
      return ProviderHttp.JSON.readTree(line);
    } catch (JsonProcessingException damaged) {
      return ProviderHttp.JSON.missingNode();
    }
  }

  private JsonNode json(ProviderReply reply) throws LabelException {
    if (!reply.ok()) {
      throw http.error(reply);
    }
    return http.json(reply);
  }

  private Job job(JsonNode batch) throws LabelException {
    String id = batch.path("id").asText("");
    Status status = status(batch.path("status").asText(""));
    if (id.isEmpty() || status == null) {
      throw http.malformed("a batch without an id, or in an unknown state");
    }
    JsonNode counts = batch.path("request_counts");
    return new Job(
        id,
        status,
        counts.path("completed").asLong() + counts.path("failed").asLong(),
        Stream.of("output_file_id", "error_file_id")
            .map(name -> batch.path(name).asText(""))
            .filter(file -> !file.isEmpty() && !file.equals("null"))
            .toList(),
        http.codes(
            StreamSupport.stream(batch.at("/errors/data").spliterator(), false)
                .map(error -> error.path("code").asText(""))));
  }

  private static @Nullable Status status(String text) {
    return switch (text) {
      case "validating", "in_progress", "finalizing", "cancelling" -> Status.OPEN;
      case "completed" -> Status.COMPLETED;
      case "failed" -> Status.FAILED;
      case "expired" -> Status.EXPIRED;
      case "cancelled" -> Status.CANCELLED;
      default -> null;
    };
  }

  private static Duration travel(int lines) {
    return Duration.ofMillis((long) lines * MILLIS_PER_LINE);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
