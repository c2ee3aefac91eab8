package io.understudy.spark.stage.label;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.account.Usage;
import io.understudy.call.Answer;
import io.understudy.sample.ContentKey;
import io.understudy.spark.account.QueryId;
import io.understudy.spark.bridge.Wire;
import io.understudy.spark.stage.label.DeskRequest.Caller;
import io.understudy.spark.stage.label.DeskRequest.Claim;
import io.understudy.spark.stage.label.DeskRequest.Settle;
import io.understudy.spark.store.SessionLabels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LabelDeskTest {
  private static final ContentKey A = key("a");
  private static final ContentKey B = key("b");
  private static final Answer YES = Answer.of(1);
  private static final Usage ONE_CALL = new Usage(1, 10, 2, false);

  private final LabelDesk desk = new LabelDesk(new SessionLabels(), Duration.ofMinutes(15));

  private static ContentKey key(String text) {
    return ContentKey.of(List.of(text));
  }

  private static Caller caller(String run, String holder) {
    return new Caller(run, "question", holder);
  }

  private ClaimState claim(Caller caller, ContentKey key) {
    return desk.claim(new Claim(caller, List.of(key))).get(0);
  }

  private void tell(DeskRequest request) {
    desk.handle(Wire.write(request));
  }

  @Test
  void oneTaskAsksAndOthersWait() {
    assertThat(claim(caller("r", "1/1"), A)).isInstanceOf(ClaimState.Granted.class);
    assertThat(claim(caller("r", "2/2"), A)).isInstanceOf(ClaimState.Busy.class);
    assertThat(claim(caller("r", "2/2"), B)).isInstanceOf(ClaimState.Granted.class);
  }

  @Test
  void anAnswerIsForEverybodyAndForLaterRuns() {
    claim(caller("r", "1/1"), A);
    desk.settle(new Settle(caller("r", "1/1"), A, YES, "", ONE_CALL));
    assertThat(claim(caller("r", "2/2"), A)).isEqualTo(new ClaimState.Known(YES, true));
    assertThat(claim(caller("later", "9/9"), A)).isEqualTo(new ClaimState.Known(YES, false));
    assertThat(desk.tally("r").usage()).isEqualTo(ONE_CALL);
    assertThat(desk.tally("later").usage()).isEqualTo(Usage.NONE);
  }

  @Test
  void anotherQuestionAboutTheSameContentIsAnother() {
    claim(caller("r", "1/1"), A);
    desk.settle(new Settle(caller("r", "1/1"), A, YES, "", ONE_CALL));
    assertThat(claim(new Caller("r", "other", "1/1"), A)).isInstanceOf(ClaimState.Granted.class);
  }

  @Test
  void aFailureIsFinalForItsRunOnly() {
    claim(caller("r", "1/1"), A);
    desk.settle(new Settle(caller("r", "1/1"), A, null, "nonsense", ONE_CALL));
    assertThat(claim(caller("r", "2/2"), A)).isEqualTo(new ClaimState.Failed("nonsense"));
    assertThat(claim(caller("next", "2/2"), A)).isInstanceOf(ClaimState.Granted.class);
    assertThat(desk.tally("r").failed()).isEqualTo(1);
  }

  @Test
  void aTaskThatEndsGivesBackWhatItHasNotSettled() {
    claim(caller("r", "1/1"), A);
    claim(caller("r", "1/1"), B);
    desk.settle(new Settle(caller("r", "1/1"), A, YES, "", ONE_CALL));
    tell(new DeskRequest.Release(caller("r", "1/1")));
    assertThat(claim(caller("r", "2/2"), B)).isInstanceOf(ClaimState.Granted.class);
    assertThat(claim(caller("r", "2/2"), A)).isInstanceOf(ClaimState.Known.class);
  }

  @Test
  void whatALostTaskClaimedIsFreeAfterItsLease() throws InterruptedException {
    LabelDesk quick = new LabelDesk(new SessionLabels(), Duration.ofMillis(1));
    quick.claim(new Claim(caller("r", "1/1"), List.of(A)));
    Thread.sleep(5);
    assertThat(quick.claim(new Claim(caller("r", "2/2"), List.of(A))).get(0))
        .isInstanceOf(ClaimState.Granted.class);
  }

  @Test
  void budgetCountsWhatIsStillBeingAsked() {
    desk.limitCalls("r", 2);
    List<ClaimState> states = desk.claim(new Claim(caller("r", "1/1"), List.of(A, B, key("c"))));
    assertThat(states.subList(0, 2)).allMatch(ClaimState.Granted.class::isInstance);
    assertThat(states.get(2)).isEqualTo(new ClaimState.OverBudget("2"));
    assertThat(claim(caller("r", "2/2"), key("d"))).isInstanceOf(ClaimState.OverBudget.class);
    desk.settle(new Settle(caller("r", "1/1"), A, YES, "", ONE_CALL));
    assertThat(claim(caller("r", "2/2"), A)).isInstanceOf(ClaimState.Known.class);
    assertThat(claim(caller("r", "2/2"), key("d"))).isInstanceOf(ClaimState.OverBudget.class);
    assertThat(claim(caller("other", "2/2"), key("d"))).isInstanceOf(ClaimState.Granted.class);
  }

  @Test
  void whatATaskGivesBackMayBeAskedWithinTheBudget() {
    desk.limitCalls("r", 1);
    claim(caller("r", "1/1"), A);
    tell(new DeskRequest.Release(caller("r", "1/1")));
    assertThat(claim(caller("r", "2/2"), A)).isInstanceOf(ClaimState.Granted.class);
    // The same task may say its claim again.
    assertThat(claim(caller("r", "2/2"), A)).isInstanceOf(ClaimState.Granted.class);
  }

  @Test
  void eachContentIsGrantedOnceToManyThreads() throws InterruptedException {
    List<ContentKey> keys = IntStream.range(0, 200).mapToObj(i -> key("text " + i)).toList();
    List<ContentKey> granted = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    for (int t = 0; t < 8; t++) {
      Caller caller = caller("r", "1/" + t);
      threads.execute(
          () -> {
            try {
              start.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            List<ClaimState> states = desk.claim(new Claim(caller, keys));
            for (int i = 0; i < keys.size(); i++) {
              if (states.get(i) instanceof ClaimState.Granted) {
                granted.add(keys.get(i));
                desk.settle(new Settle(caller, keys.get(i), YES, "", ONE_CALL));
              }
            }
          });
    }
    start.countDown();
    threads.shutdown();
    assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    assertThat(granted).containsExactlyInAnyOrderElementsOf(keys);
    assertThat(desk.tally("r").usage().calls()).isEqualTo(200);
  }

  @Test
  void messagesTravelAsBytes() {
    Caller caller = caller("r", "1/1");
    byte[] reply = desk.handle(Wire.write(new Claim(caller, List.of(A, B))));
    assertThat(Wire.read(reply, ArrayList.class)).hasSize(2);
    tell(new Settle(caller, A, null, "time-out", ONE_CALL));
    assertThat(Wire.read(desk.handle(Wire.write(new DeskRequest.Problems(caller))), String.class))
        .isEqualTo("time-out (1 times)");
    assertThat(
            Wire.read(
                desk.handle(Wire.write(new DeskRequest.RowsFailed(caller, 3, 7))), Long.class))
        .isEqualTo(7);
    assertThat(
            Wire.read(
                desk.handle(Wire.write(new DeskRequest.RowsFailed(caller, 4, 2))), Long.class))
        .isEqualTo(9);
    tell(new DeskRequest.Embedded("r", new QueryId("", ""), 0, 30));
    tell(new DeskRequest.Embedded("r", new QueryId("", ""), 0, 50));
    assertThat(desk.tally("r").embedded()).isEqualTo(50);
  }
}
