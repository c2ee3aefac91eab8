package io.understudy.llm.chat;

import com.fasterxml.jackson.databind.JsonNode;
import io.understudy.account.Usage;
import io.understudy.llm.AnswerParser;
import io.understudy.llm.BatchModel;
import io.understudy.llm.ChatPrompt;
import io.understudy.llm.EndpointConfig;
import io.understudy.llm.LabelBatch;
import io.understudy.llm.LabelException;
import io.understudy.llm.LabelModel;
import io.understudy.llm.LabelReply;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Labels one row per chat completion, or several where the endpoint is configured so, in the words
 * of a provider's {@link ChatApi}.
 */
final class ChatLabelModel implements LabelModel {
  private static final LabelReply.Item CUT = new LabelReply.Unusable(AnswerParser.CUT);

  private final EndpointConfig endpoint;
  private final ChatApi api;
  private final ProviderHttp http;
  private final ChatWording wording;
  private final @Nullable BatchModel batches;

  /** Once one request was served, a request that is refused has itself to blame. */
  private volatile boolean served;

  ChatLabelModel(EndpointConfig endpoint, ChatApi api, ProviderHttp http) {
    this(endpoint, api, http, new ChatWording(endpoint, api), null);
  }

  /**
   * @param wording shared with the batches
   * @param batches the same model, asked by batches; null where there are none
   */
  ChatLabelModel(
      EndpointConfig endpoint,
      ChatApi api,
      ProviderHttp http,
      ChatWording wording,
      @Nullable BatchModel batches) {
    this.endpoint = endpoint;
    this.api = api;
    this.http = http;
    this.wording = wording;
    this.batches = batches;
  }

  @Override
  public LabelReply label(LabelBatch batch) throws LabelException, InterruptedException {
    if (batch.rows().isEmpty() || batch.rows().size() > maxBatch()) {
      throw new IllegalArgumentException(
          "1 to %d rows per request, got %d".formatted(maxBatch(), batch.rows().size()));
    }
    Conversation one = new Conversation(batch, wording.promptOf(batch.question()));
    try {
      return new LabelReply(one.ask(), one.paid);
    } catch (LabelException error) {
      throw error.after(one.paid);
    }
  }

  @Override
  public int maxBatch() {
    return endpoint.packing();
  }

  @Override
  public Optional<BatchModel> batches() {
    return Optional.ofNullable(batches);
  }

  /** One question about one row or some: as many requests as the server's dialect and room take. */
  private final class Conversation {
    private final LabelBatch batch;
    private final ChatPrompt prompt;
    private int limit = wording.tokenLimit();
    private boolean raised;
    private Usage paid = Usage.NONE;

    Conversation(LabelBatch batch, ChatPrompt prompt) {
      this.batch = batch;
      this.prompt = prompt;
    }

    List<LabelReply.Item> ask() throws LabelException, InterruptedException {
      while (true) {
        ChatDialect spoken = wording.dialect();
        ProviderReply reply =
            http.post(api.path(endpoint.model()), wording.request(batch, prompt, spoken, limit));
        if (reply.ok()) {
          List<LabelReply.Item> items = read(http.json(reply));
          served = true;
          wording.served(limit);
          if (!items.equals(List.of(CUT)) || limit == ChatWording.LAST_TOKEN_LIMIT) {
            return items;
          }
          limit = Math.min(ChatWording.LAST_TOKEN_LIMIT, limit * 4);
          raised = true;
        } else {
          Optional<LabelReply.Item> problem = refused(reply, spoken);
          paid = paid.plus(new Usage(1, 0, 0, false));
          if (problem.isPresent()) {
            return Collections.nCopies(batch.rows().size(), problem.get());
          }
        }
      }
    }

    /** What is wrong with the row, or empty when it is to be asked for in a smaller dialect. */
    private Optional<LabelReply.Item> refused(ProviderReply reply, ChatDialect spoken)
        throws LabelException {
      Optional<String> problem = rowProblem(reply);
      if (problem.isEmpty() && refusesForm(reply) && wording.stepDown(spoken, reply.body())) {
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

    private List<LabelReply.Item> read(JsonNode body) throws LabelException {
      LabelReply reply = wording.read(body, batch, prompt);
      if (reply == null) {
        throw http.malformed("there is no message in it");
      }
      paid = paid.plus(reply.usage());
      return reply.items();
    }
  }

  /** What a server says about this row only; another row's request may well succeed. */
  private static Optional<String> rowProblem(ProviderReply reply) {
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
            || text.contains("context size")
            || text.contains("prompt is too long")
            || text.contains("input is too long")
            || text.contains("exceeds the maximum number of tokens");
    return tooLong ? Optional.of("too long for the model") : Optional.empty();
  }

  private static boolean refusesForm(ProviderReply reply) {
    return reply.status() == 400 || reply.status() == 422;
  }
}
