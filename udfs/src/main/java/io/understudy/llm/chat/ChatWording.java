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
import io.understudy.llm.LabelProbabilities;
import io.understudy.llm.LabelReply;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What is said to a chat model and how its replies are read, whichever way they travel. Remembers
 * what the server understands and how much room its replies need. Thread-safe.
 */
final class ChatWording {
  /** Most room that a reply gets, in tokens. */
  static final int LAST_TOKEN_LIMIT = 4096;

  private static final int FIRST_TOKEN_LIMIT = 256;
  private static final int TOKENS_PER_PACKED_ROW = 32;

  private final EndpointConfig endpoint;
  private final ChatApi api;
  private volatile ChatDialect dialect;
  private final AtomicInteger tokenLimit = new AtomicInteger(FIRST_TOKEN_LIMIT);
  private volatile @Nullable Prepared lastPrompt;

  ChatWording(EndpointConfig endpoint, ChatApi api) {
    this.endpoint = endpoint;
    this.api = api;
    this.dialect = endpoint.logprobs() ? ChatDialect.FULL.withLogprobs() : ChatDialect.FULL;
  }

  /** What the server is known to understand. */
  ChatDialect dialect() {
    return dialect;
  }

  /** Room for a reply about one row, in tokens. */
  int tokenLimit() {
    return tokenLimit.get();
  }

  /** Replies were served with this room. */
  void served(int limit) {
    tokenLimit.accumulateAndGet(limit, Math::max);
  }

  /**
   * Whether another request with a smaller dialect makes sense; remembers it for later ones.
   *
   * @param refusal the body of a 400 or 422
   */
  synchronized boolean stepDown(ChatDialect spoken, String refusal) {
    Optional<ChatDialect> smaller = spoken.without(refusal);
    // Another request that was refused at the same time may have stepped down already.
    if (smaller.isPresent() && dialect.equals(spoken)) {
      dialect = smaller.get();
    }
    return smaller.isPresent();
  }

  /** The messages of a question. */
  ChatPrompt promptOf(Question question) {
    Prepared last = lastPrompt;
    if (last == null || !last.question().equals(question)) {
      last = new Prepared(question, ChatPrompt.of(question, endpoint.textLimit()));
      lastPrompt = last;
    }
    return last.prompt();
  }

  /**
   * The body of a request.
   *
   * @param limit room for the reply about one row, in tokens
   */
  ObjectNode request(LabelBatch batch, ChatPrompt prompt, ChatDialect spoken, int limit) {
    boolean packed = packed(batch);
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

  /** Reads the body of a reply with status 200; null when it is not of the API's form. */
  @Nullable LabelReply read(JsonNode body, LabelBatch batch, ChatPrompt prompt) {
    ChatApi.Said said = api.read(body);
    if (said == null) {
      return null;
    }
    Usage usage = usage(said, estimate(batch, prompt));
    AnswerSet answers = batch.question().answers();
    // What is missing of a pack for whatever reason is asked about singly.
    return new LabelReply(
        packed(batch)
            ? AnswerParser.parsePack(said.content(), answers, batch.rows().size())
            : List.of(item(said, answers)),
        usage);
  }

  /**
   * The same about one row whose text is not at hand.
   *
   * @param promptTokens where the endpoint does not say
   */
  @Nullable LabelReply read(JsonNode body, AnswerSet answers, long promptTokens) {
    ChatApi.Said said = api.read(body);
    return said == null
        ? null
        : new LabelReply(List.of(item(said, answers)), usage(said, promptTokens));
  }

  private static LabelReply.Item item(ChatApi.Said said, AnswerSet answers) {
    return switch (said.end()) {
      case STOP -> likely(AnswerParser.parse(said.content(), answers), said, answers);
      case LENGTH -> likely(AnswerParser.parseCut(said.content(), answers), said, answers);
      case FILTER -> new LabelReply.Unusable("filtered");
      case REFUSAL -> new LabelReply.Unusable("refusal");
    };
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

  private static Usage usage(ChatApi.Said said, long promptTokens) {
    Long in = said.tokensIn();
    Long out = said.tokensOut();
    return new Usage(
        1,
        in == null ? promptTokens : in,
        out == null ? ChatPrompt.tokens(said.content()) : out,
        in == null || out == null);
  }

  private static long estimate(LabelBatch batch, ChatPrompt prompt) {
    return packed(batch)
        ? prompt.estimatePackTokens(batch.rows())
        : prompt.estimateTokens(batch.rows().get(0));
  }

  private static boolean packed(LabelBatch batch) {
    return batch.rows().size() > 1;
  }

  private record Prepared(Question question, ChatPrompt prompt) {}
}
