package io.understudy.llm;

import io.understudy.account.Usage;
import io.understudy.call.Question;
import io.understudy.call.RowData;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * One question about one row, as often as it takes. Counts what it sends; asks once more when an
 * answer can't be used.
 */
final class LabelAttempt implements RequestQueue.Request<LabelOutcome> {
  private static final long TOKENS_OF_AN_ANSWER = 8;

  private final LabelModel model;
  private final LabelBatch batch;
  private volatile Usage usage = Usage.NONE;
  private volatile long estimate;
  private boolean askedAgain;

  LabelAttempt(LabelModel model, Question question, RowData row) {
    this.model = model;
    this.batch = new LabelBatch(question, List.of(row));
  }

  @Override
  public Usage usage() {
    return usage;
  }

  @Override
  public long tokens() {
    return estimate() + TOKENS_OF_AN_ANSWER;
  }

  @Override
  public LabelOutcome send() throws LabelException, InterruptedException {
    while (true) {
      LabelReply.Item item = askOnce();
      if (item instanceof LabelReply.Answered answered) {
        return new LabelOutcome.Answered(answered.answer(), usage);
      }
      String problem = ((LabelReply.Unusable) item).problem();
      if (askedAgain) {
        return new LabelOutcome.Failed(problem, /* unreached= */ false, usage);
      }
      askedAgain = true;
    }
  }

  private long estimate() {
    if (estimate == 0) {
      estimate = ChatPrompt.of(batch.question()).estimateTokens(batch.rows().get(0));
    }
    return estimate;
  }

  private LabelReply.Item askOnce() throws LabelException, InterruptedException {
    LabelReply reply;
    try {
      reply = model.label(batch);
    } catch (LabelException error) {
      usage = usage.plus(error.paidBefore()).plus(lost(error.kind(), this::estimate));
      throw error;
    }
    usage = usage.plus(reply.usage());
    return reply.items().get(0);
  }

  /**
   * A request without a reply: the endpoint may have worked on it, and may charge for it.
   *
   * @param tokens estimates those of the prompt
   */
  static Usage lost(LabelException.Kind kind, LongSupplier tokens) {
    return switch (kind) {
      case TIMEOUT, MALFORMED_REPLY -> new Usage(1, tokens.getAsLong(), 0, true);
      case RATE_LIMITED, UNAVAILABLE, UNAUTHORIZED, REJECTED -> new Usage(1, 0, 0, false);
      case DOWN, CONFIGURATION -> Usage.NONE;
    };
  }
}
