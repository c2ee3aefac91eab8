package io.understudy.spark.stage.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.understudy.account.Usage;
import io.understudy.call.Answer;
import io.understudy.error.ErrorCondition;
import io.understudy.sample.ContentKey;
import io.understudy.spark.bridge.Wire;
import io.understudy.spark.error.UnderstudyException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SettlementsTest {
  private static final long SECONDS = 30;

  private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
  private final Settlements settlements =
      new Settlements(
          settled -> {
            Message message = new Message(settled, new CompletableFuture<>());
            messages.add(message);
            return message.reply;
          });

  private record Message(List<DeskRequest.Settle> settled, CompletableFuture<byte[]> reply) {
    void kept(@Nullable UnderstudyException... problems) {
      reply.complete(Wire.write(new ArrayList<>(Arrays.asList(problems))));
    }
  }

  private static DeskRequest.Settle settle(String text) {
    return new DeskRequest.Settle(
        new DeskRequest.Caller("run", "question", "1/1"),
        ContentKey.of(List.of(text)),
        Answer.of(1),
        "",
        new Usage(1, 10, 2, false));
  }

  private Message next() throws InterruptedException {
    Message message = messages.poll(SECONDS, TimeUnit.SECONDS);
    assertThat(message).isNotNull();
    return message;
  }

  private static Optional<UnderstudyException> of(
      CompletableFuture<Optional<UnderstudyException>> kept) throws Exception {
    return kept.get(SECONDS, TimeUnit.SECONDS);
  }

  @Test
  void answersGatherWhileAMessageIsOnItsWay() throws Exception {
    CompletableFuture<Optional<UnderstudyException>> a = settlements.add(settle("a"));
    CompletableFuture<Optional<UnderstudyException>> b = settlements.add(settle("b"));
    CompletableFuture<Optional<UnderstudyException>> c = settlements.add(settle("c"));
    Message first = next();
    assertThat(first.settled).containsExactly(settle("a"));
    assertThat(messages).isEmpty();
    assertThat(a).isNotDone();

    first.kept((UnderstudyException) null);
    assertThat(of(a)).isEmpty();
    Message second = next();
    assertThat(second.settled).containsExactly(settle("b"), settle("c"));
    assertThat(b).isNotDone();

    UnderstudyException full =
        new UnderstudyException(
            ErrorCondition.UNDERSTUDY_STORE_UNWRITABLE,
            Map.of("store", "labels", "problem", "no space left"));
    second.kept(null, full);
    assertThat(of(b)).isEmpty();
    assertThat(of(c)).hasValueSatisfying(e -> assertThat(e).hasMessage(full.getMessage()));
    assertThat(messages).isEmpty();
  }

  @Test
  void aDeskThatCannotBeReachedFailsItsMessageOnly() throws Exception {
    CompletableFuture<Optional<UnderstudyException>> a = settlements.add(settle("a"));
    CompletableFuture<Optional<UnderstudyException>> b = settlements.add(settle("b"));
    next().reply.completeExceptionally(new IllegalStateException("no driver"));
    assertThatThrownBy(() -> of(a)).hasRootCauseMessage("no driver");
    next().kept((UnderstudyException) null);
    assertThat(of(b)).isEmpty();
  }

  @Test
  void afterAPauseAnAnswerGoesAtOnce() throws Exception {
    CompletableFuture<Optional<UnderstudyException>> a = settlements.add(settle("a"));
    next().kept((UnderstudyException) null);
    of(a);
    CompletableFuture<Optional<UnderstudyException>> b = settlements.add(settle("b"));
    next().kept((UnderstudyException) null);
    assertThat(of(b)).isEmpty();
  }
}
