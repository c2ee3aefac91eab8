package io.understudy.llm.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.understudy.account.Usage;
import io.understudy.call.AnswerSet;
import io.understudy.call.Question;
import io.understudy.llm.AnswerParser;
import io.understudy.llm.ChatPrompt;
import io.understudy.llm.EndpointConfig;
import io.understudy.llm.LabelBatch;
import io.understudy.llm.LabelException;
import io.understudy.llm.LabelModel;
import io.understudy.llm.LabelProbabilities;
import io.understudy.llm.LabelReply;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Labels one row per chat completion, or several where the endpoint is configured so, in the words
 * of a provider's {@link ChatApi}.
 */
final class ChatLabelModel implements LabelModel {
  private static final int FIRST_TOKEN_LIMIT = 256;
  private static final int LAST_TOKEN_LIMIT = 4096;
  private static final int TOKENS_PER_PACKED_ROW = 32;

  private static final LabelReply.Item CUT = new LabelReply.Unusable(AnswerParser.CUT);

  private final EndpointConfig endpoint;
  private final ChatApi api;
  private final ProviderHttp http;
  private volatile ChatDialect dialect;
  private final AtomicInteger tokenLimit = new AtomicInteger(FIRST_TOKEN_LIMIT);
  private volatile @Nullable Prepared lastPrompt;

  /** Once one request was served, a request that is refused has itself to blame. */
  private volatile boolean served;

  ChatLabelModel(EndpointConfig endpoint, ChatApi api, ProviderHttp http) {
    this.endpoint = endpoint;
    this.api = api;
    this.http = http;
    this.dialect = endpoint.logprobs() ? ChatDialect.FULL.withLogprobs() : ChatDialect.FULL;
  }

  @Override
  public LabelReply label(LabelBatch batch) throws LabelException, InterruptedException {
    if (batch.rows().isEmpty() || batch.rows().size() > maxBatch()) {
      throw new IllegalArgumentException(
          "1 to %d rows per request, got %d".formatted(maxBatch(), batch.rows().size()));
    }
    Conversation one = new Conversation(batch, promptOf(batch.question()));
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

  /** One question about one row or some: as many requests as the server's dialect and room take. */
  private final class Conversation {
    private final LabelBatch batch;
    private final ChatPrompt prompt;
    private int limit = tokenLimit.get();
    private boolean raised;
    private final boolean packed;
    private Usage paid = Usage.NONE;

    Conversation(LabelBatch batch, ChatPrompt prompt) {
      this.batch = batch;
      this.prompt = prompt;
      this.packed = batch.rows().size() > 1;
    }

    List<LabelReply.Item> ask() throws LabelException, InterruptedException {
      while (true) {
        ChatDialect spoken = dialect;
        ProviderReply reply = http.post(api.path(endpoint.model()), request(spoken));
        if (reply.ok()) {
          List<LabelReply.Item> items = read(http.json(reply));
          served = true;
          tokenLimit.accumulateAndGet(limit, Math::max);
          if (!items.equals(List.of(CUT)) || limit == LAST_TOKEN_LIMIT) {
            return items;
          }
          limit = Math.min(LAST_TOKEN_LIMIT, limit * 4);
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
      return api.request(
          new ChatApi.Ask(
              endpoint.model(),
              packed ? prompt.packSystem() : prompt.system(),
              packed ? prompt.userPack(batch.rows()) : prompt.user(batch.rows().get(0)),
              batch.question().answers(),
              packed,
              spoken,
              packed ? limit + TOKENS_PER_PACKED_ROW * batch.rows().size() : limit));
    }

    private List<LabelReply.Item> read(JsonNode body) throws LabelException {
      ChatApi.Said said = api.read(body);
      if (said == null) {
        throw http.malformed("there is no message in it");
      }
      paid = paid.plus(usage(said, batch, prompt));
      AnswerSet answers = batch.question().answers();
      if (packed) {
        // What is missing for whatever reason is asked about singly.
        return AnswerParser.parsePack(said.content(), answers, batch.rows().size());
      }
      return List.of(
          switch (said.end()) {
            case STOP -> likely(AnswerParser.parse(said.content(), answers), said, answers);
            case LENGTH -> likely(AnswerParser.parseCut(said.content(), answers), said, answers);
            case FILTER -> new LabelReply.Unusable("filtered");
            case REFUSAL -> new LabelReply.Unusable("refusal");
          });
    }
  }

  /** With the probabilities of the labels, where the reply has those of its tokens. */
  private static LabelReply.Item likely(
      LabelReply.Item item, ChatApi.Said said, AnswerSet answers) {
    if (!(item instanceof LabelReply.Answered answered) || said.tokens().isEmpty()) {
      return item;
    }
    return new LabelReply.Answered(
        answered.answer().withProbabilities(LabelProbabilities.of(said.tokens(), answers)));
  }

  private static Usage usage(ChatApi.Said said, LabelBatch batch, ChatPrompt prompt) {
    Long in = said.tokensIn();
    Long out = said.tokensOut();
    return new Usage(
        1,
        in == null ? estimate(batch, prompt) : in,
        out == null ? ChatPrompt.tokens(said.content()) : out,
        in == null || out == null);
  }

  private static long estimate(LabelBatch batch, ChatPrompt prompt) {
    return batch.rows().size() == 1
        ? prompt.estimateTokens(batch.rows().get(0))
        : prompt.estimatePackTokens(batch.rows());
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

  /** Whether another request with a smaller dialect makes sense; remembers it for later ones. */
  private synchronized boolean stepDown(ChatDialect spoken, ProviderReply reply) {
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
      last = new Prepared(question, ChatPrompt.of(question, endpoint.textLimit()));
      lastPrompt = last;
    }
    return last.prompt();
  }

  private record Prepared(Question question, ChatPrompt prompt) {}
}
