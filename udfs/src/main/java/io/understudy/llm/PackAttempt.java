package io.understudy.llm;

import io.understudy.account.Usage;
import java.util.List;

/** One question about several rows in one request. Counts what it sends. */
final class PackAttempt implements RequestQueue.Request<List<LabelReply.Item>> {
  private static final long TOKENS_OF_AN_ANSWER = 16;

  private final LabelModel model;
  private final LabelBatch batch;
  private volatile Usage usage = Usage.NONE;
  private volatile long estimate;

  PackAttempt(LabelModel model, LabelBatch batch) {
    this.model = model;
    this.batch = batch;
  }

  @Override
  public Usage usage() {
    return usage;
  }

  @Override
  public long tokens() {
    return estimate() + TOKENS_OF_AN_ANSWER * batch.rows().size();
  }

  @Override
  public List<LabelReply.Item> send() throws LabelException, InterruptedException {
    try {
      LabelReply reply = model.label(batch);
      usage = usage.plus(reply.usage());
      return reply.items();
    } catch (LabelException error) {
      usage = usage.plus(error.paidBefore()).plus(LabelAttempt.lost(error.kind(), this::estimate));
      throw error;
    }
  }

  private long estimate() {
    if (estimate == 0) {
      estimate = ChatPrompt.of(batch.question()).estimatePackTokens(batch.rows());
    }
    return estimate;
  }
}
