package io.understudy.llm.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.understudy.account.Usage;
import io.understudy.call.Question;
import io.understudy.llm.AnswerParser;
import io.understudy.llm.ChatPrompt;
import io.understudy.llm.EndpointConfig;
import io.understudy.llm.LabelBatch;
import io.understudy.llm.LabelException;
import io.understudy.llm.LabelModel;
import io.understudy.llm.LabelReply;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Labels one row per chat completion. */
final class OpenAiLabelModel implements LabelModel {
  private static final int FIRST_TOKEN_LIMIT = 256;
  private static final int LAST_TOKEN_LIMIT = 4096;

  private static final LabelReply.Item CUT = new LabelReply.Unusable(AnswerParser.CUT);

  private final EndpointConfig endpoint;
  private final OpenAiHttp http;
  private volatile ChatDialect dialect = ChatDialect.FULL;
  private final AtomicInteger tokenLimit = new AtomicInteger(FIRST_TOKEN_LIMIT);
  private volatile @Nullable Prepared lastPrompt;

  /** Once one request was served, a request that is refused has itself to blame. */
  private volatile boolean served;

  OpenAiLabelModel(EndpointConfig endpoint, OpenAiHttp http) {
    this.endpoint = endpoint;
    this.http = http;
  }

  @Override
  public LabelReply label(LabelBatch batch) throws LabelException, InterruptedException {
    if (batch.rows().size() != 1) {
      throw new IllegalArgumentException("one row per request, got " + batch.rows().size());
    }
    Conversation one = new Conversation(batch, promptOf(batch.question()));
    try {
      LabelReply.Item item = one.ask();
      return new LabelReply(List.of(item), one.paid);
    } catch (LabelException error) {
      throw error.after(one.paid);
    }
  }

  /** One question about one row: as many requests as the server's dialect and room take. */
  private final class Conversation {
    private final LabelBatch batch;
    private final ChatPrompt prompt;
    private int limit = tokenLimit.get();
    private boolean raised;
    private Usage paid = Usage.NONE;

    Conversation(LabelBatch batch, ChatPrompt prompt) {
      this.batch = batch;
      this.prompt = prompt;
    }

    LabelReply.Item ask() throws LabelException, InterruptedException {
      while (true) {
        ChatDialect spoken = dialect;
        OpenAiReply reply = http.post("/chat/completions", request(spoken));
        if (reply.ok()) {
          LabelReply.Item item = read(http.json(reply));
          served = true;
          tokenLimit.accumulateAndGet(limit, Math::max);
          if (!item.equals(CUT) || limit == LAST_TOKEN_LIMIT) {
            return item;
          }
          limit = Math.min(LAST_TOKEN_LIMIT, limit * 4);
          raised = true;
        } else {
          Optional<LabelReply.Item> problem = refused(reply, spoken);
          paid = paid.plus(new Usage(1, 0, 0, false));
          if (problem.isPresent()) {
            return problem.get();
          }
        }
      }
    }

    /** What is wrong with the row, or empty when it is to be asked for in a smaller dialect. */
    private Optional<LabelReply.Item> refused(OpenAiReply reply, ChatDialect spoken)
        throws LabelException {
      Optional<String> problem = rowProblem(reply);
      if (problem.isEmpty() && refusesForm(reply) && stepDown(spoken, reply)) {
        return Optional.empty();
      }
      if (problem.isEmpty() && !(served && refusesForm(reply))) {
        throw http.error(reply);
      }
      if (raised) {
        // The same row passed with the lower limit: the server has no room for a longer reply.
        return Optional.of(CUT);
      }
      return Optional.of(
          new LabelReply.Unusable(
              problem.orElse("rejected by the endpoint (HTTP %d)".formatted(reply.status()))));
    }

    private ObjectNode request(ChatDialect spoken) {
      ObjectNode request = OpenAiHttp.JSON.createObjectNode();
      request.put("model", endpoint.model());
      ArrayNode messages = request.putArray("messages");
      messages.addObject().put("role", "system").put("content", prompt.system());
      messages.addObject().put("role", "user").put("content", prompt.user(batch.rows().get(0)));
      spoken.write(request, batch.question().answers(), limit);
      return request;
    }

    private LabelReply.Item read(JsonNode body) throws LabelException {
      JsonNode choice = body.path("choices").path(0);
      JsonNode message = choice.path("message");
      if (!message.isObject()) {
        throw http.malformed("there is no choices[0].message");
      }
      String content = content(message.path("content"));
      paid = paid.plus(usage(body.path("usage"), batch, prompt, content));
      String finish = choice.path("finish_reason").asText("");
      if (finish.equals("length")) {
        return CUT;
      }
      if (finish.equals("content_filter")) {
        return new LabelReply.Unusable("filtered");
      }
      if (!message.path("refusal").asText("").isBlank()) {
        return new LabelReply.Unusable("refusal");
      }
      return AnswerParser.parse(content, batch.question().answers());
    }
  }

  private static String content(JsonNode content) {
    if (!content.isArray()) {
      return content.isNull() ? "" : content.asText("");
    }
    StringBuilder text = new StringBuilder();
    content.forEach(part -> text.append(part.path("text").asText("")));
    return text.toString();
  }

  private static Usage usage(
      JsonNode reported, LabelBatch batch, ChatPrompt prompt, String content) {
    JsonNode in = reported.path("prompt_tokens");
    JsonNode out = reported.path("completion_tokens");
    return new Usage(
        1,
        in.isIntegralNumber() ? in.asLong() : prompt.estimateTokens(batch.rows().get(0)),
        out.isIntegralNumber() ? out.asLong() : ChatPrompt.tokens(content),
        !in.isIntegralNumber() || !out.isIntegralNumber());
  }

  /** What a server says about this row only; another row's request may well succeed. */
  private static Optional<String> rowProblem(OpenAiReply reply) {
    if (reply.status() == 413) {
      return Optional.of("too long for the model");
    }
    if (!refusesForm(reply)) {
      return Optional.empty();
    }
    String text = reply.body().toLowerCase(Locale.ROOT);
    if (text.contains("content_filter") || text.contains("content management policy")) {
      return Optional.of("filtered");
    }
    boolean tooLong =
        text.contains("context_length_exceeded")
            || text.contains("maximum context length")
            || text.contains("context size");
    return tooLong ? Optional.of("too long for the model") : Optional.empty();
  }

  private static boolean refusesForm(OpenAiReply reply) {
    return reply.status() == 400 || reply.status() == 422;
  }

  /** Whether another request with a smaller dialect makes sense; remembers it for later ones. */
  private synchronized boolean stepDown(ChatDialect spoken, OpenAiReply reply) {
    Optional<ChatDialect> smaller = spoken.without(reply.body());
    // Another request that was refused at the same time may have stepped down already.
    if (smaller.isPresent() && dialect.equals(spoken)) {
      dialect = smaller.get();
    }
    return smaller.isPresent();
  }

  private ChatPrompt promptOf(Question question) {
    Prepared last = lastPrompt;
    if (last == null || !last.question().equals(question)) {
      last = new Prepared(question, ChatPrompt.of(question));
      lastPrompt = last;
    }
    return last.prompt();
  }

  private record Prepared(Question question, ChatPrompt prompt) {}
}
