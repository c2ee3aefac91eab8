package io.understudy.spark.stage.label;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.account.Prices;
import io.understudy.account.Usage;
import io.understudy.call.Answer;
import io.understudy.sample.ContentKey;
import io.understudy.spark.account.Budget;
import io.understudy.spark.account.Overrun;
import io.understudy.spark.account.QueryId;
import io.understudy.spark.account.RowCounts;
import io.understudy.spark.account.Spending;
import io.understudy.spark.bridge.Wire;
import io.understudy.spark.stage.label.DeskRequest.Caller;
import io.understudy.spark.stage.label.DeskRequest.Claim;
import io.understudy.spark.stage.label.DeskRequest.Settle;
import io.understudy.spark.store.LabelStore;
import io.understudy.spark.store.SessionLabels;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LabelDeskTest {
  private static final ContentKey A = key("a");
  private static final ContentKey B = key("b");
  private static final ClaimState BUSY = new ClaimState.Busy();
  private static final Answer YES = Answer.of(1);
  private static final Usage ONE_CALL = new Usage(1, 10, 2, false);

  private final LabelDesk desk = new LabelDesk(new SessionLabels(1000), Duration.ofMinutes(15));

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
    reply(request);
  }

  private byte[] reply(DeskRequest request) {
    List<byte[]> replies = new ArrayList<>();
    desk.handle(Wire.write(request), replies::add);
    assertThat(replies).hasSize(1);
    return replies.get(0);
  }

  private void settle(Settle settle) {
    desk.settle(settle, problem -> assertThat(problem).isEmpty());
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
    settle(new Settle(caller("r", "1/1"), A, YES, "", ONE_CALL));
    assertThat(claim(caller("r", "2/2"), A)).isEqualTo(new ClaimState.Known(YES, true));
    assertThat(claim(caller("later", "9/9"), A)).isEqualTo(new ClaimState.Known(YES, false));
    assertThat(desk.tally("r").usage()).isEqualTo(ONE_CALL);
    assertThat(desk.tally("later").usage()).isEqualTo(Usage.NONE);
    assertThat(desk.tally("later").reusedUsage()).isEqualTo(ONE_CALL);
    assertThat(desk.tally("r").reusedUsage()).isEqualTo(Usage.NONE);
  }

  @Test
  void aLabelThatAnswersRowsIsReusedOnceByEachLaterRun() {
    claim(caller("r", "1/1"), A);
    settle(new Settle(caller("r", "1/1"), A, YES, "", ONE_CALL));
    for (String run : List.of("r", "later", "later")) {
      tell(new DeskRequest.Labelled(run, "question", List.of(A, B)));
    }
    assertThat(desk.tally("later").reusedUsage()).isEqualTo(ONE_CALL);
    assertThat(desk.tally("r").reusedUsage()).isEqualTo(Usage.NONE);
  }

  @Test
  void anotherQuestionAboutTheSameContentIsAnother() {
    claim(caller("r", "1/1"), A);
    settle(new Settle(caller("r", "1/1"), A, YES, "", ONE_CALL));
    assertThat(claim(new Caller("r", "other", "1/1"), A)).isInstanceOf(ClaimState.Granted.class);
  }

  @Test
  void aFailureIsFinalForItsRunOnly() {
    claim(caller("r", "1/1"), A);
    settle(new Settle(caller("r", "1/1"), A, null, "nonsense", ONE_CALL));
    assertThat(claim(caller("r", "2/2"), A)).isEqualTo(new ClaimState.Failed("nonsense"));
    assertThat(claim(caller("next", "2/2"), A)).isInstanceOf(ClaimState.Granted.class);
    assertThat(desk.tally("r").failed()).isEqualTo(1);
  }

  @Test
  void aTaskThatEndsGivesBackWhatItHasNotSettled() {
    claim(caller("r", "1/1"), A);
    claim(caller("r", "1/1"), B);
    settle(new Settle(caller("r", "1/1"), A, YES, "", ONE_CALL));
    tell(new DeskRequest.Release(caller("r", "1/1"), List.of()));
    assertThat(claim(caller("r", "2/2"), B)).isInstanceOf(ClaimState.Granted.class);
    assertThat(claim(caller("r", "2/2"), A)).isInstanceOf(ClaimState.Known.class);
  }

  @Test
  void whatAnEndedTaskHasUnderWayIsWaitedFor() {
    claim(caller("r", "1/1"), A);
    claim(caller("r", "1/1"), B);
    tell(new DeskRequest.Release(caller("r", "1/1"), List.of(A)));
    assertThat(claim(caller("r", "2/2"), A)).isEqualTo(BUSY);
    assertThat(claim(caller("r", "2/2"), B)).isInstanceOf(ClaimState.Granted.class);
    settle(new Settle(caller("r", "1/1"), A, YES, "", ONE_CALL));
    assertThat(claim(caller("r", "2/2"), A)).isInstanceOf(ClaimState.Known.class);
  }

  @Test
  void whatALostTaskClaimedIsFreeAfterItsLease() throws InterruptedException {
    LabelDesk quick = new LabelDesk(new SessionLabels(1000), Duration.ofMillis(1));
    quick.claim(new Claim(caller("r", "1/1"), List.of(A)));
    Thread.sleep(5);
    assertThat(quick.claim(new Claim(caller("r", "2/2"), List.of(A))).get(0))
        .isInstanceOf(ClaimState.Granted.class);
  }

  private void limit(String run, String query, long perQuery, long perSession, int window) {
    limit(new SessionLabels(1000), run, query, perQuery, perSession, window);
  }

  private void limit(
      LabelStore store, String run, String query, long perQuery, long perSession, int window) {
    desk.begin(
        run,
        new RunTerms(
            store,
            query,
            "session",
            Prices.FREE,
            calls("q.", perQuery),
            calls("s.", perSession),
            window));
  }

  private static Budget calls(String keys, long calls) {
    return new Budget(keys, OptionalLong.of(calls), OptionalLong.empty(), OptionalDouble.empty());
  }

  @Test
  void budgetCountsWhatIsStillBeingAsked() {
    limit("r", "1", 2, 100, 10);
    List<ClaimState> states = desk.claim(new Claim(caller("r", "1/1"), List.of(A, B, key("c"))));
    assertThat(states.subList(0, 2)).allMatch(ClaimState.Granted.class::isInstance);
    assertThat(states.get(2)).as("until it is known what the two cost").isEqualTo(BUSY);
    settle(new Settle(caller("r", "1/1"), A, YES, "", ONE_CALL));
    assertThat(claim(caller("r", "2/2"), A)).isInstanceOf(ClaimState.Known.class);
    assertThat(claim(caller("r", "2/2"), key("d"))).isEqualTo(BUSY);
    settle(new Settle(caller("r", "1/1"), B, null, "nonsense", ONE_CALL));
    assertThat(claim(caller("r", "2/2"), key("d")))
        .isEqualTo(new ClaimState.OverBudget(new Overrun("q.calls", "calls", 2, 3)));
    assertThat(claim(caller("other", "2/2"), key("d"))).isInstanceOf(ClaimState.Granted.class);
  }

  @Test
  void whatATaskGivesBackMayBeAskedWithinTheBudget() {
    limit("r", "1", 1, 100, 10);
    claim(caller("r", "1/1"), A);
    tell(new DeskRequest.Release(caller("r", "1/1"), List.of()));
    assertThat(claim(caller("r", "2/2"), A)).isInstanceOf(ClaimState.Granted.class);
    // The same task may say its claim again.
    assertThat(claim(caller("r", "2/2"), A)).isInstanceOf(ClaimState.Granted.class);
  }

  @Test
  void callsOfAQueryAndQueriesOfASessionShareABudget() {
    limit("r1", "1", 2, 3, 10);
    limit("r2", "1", 2, 3, 10);
    limit("r3", "2", 2, 3, 10);
    claim(caller("r1", "1/1"), A);
    settle(new Settle(caller("r1", "1/1"), A, YES, "", ONE_CALL));
    claim(caller("r2", "1/1"), B);
    settle(new Settle(caller("r2", "1/1"), B, YES, "", ONE_CALL));
    assertThat(claim(caller("r2", "1/1"), key("c")))
        .isEqualTo(new ClaimState.OverBudget(new Overrun("q.calls", "calls", 2, 3)));
    claim(caller("r3", "1/1"), key("d"));
    settle(new Settle(caller("r3", "1/1"), key("d"), YES, "", ONE_CALL));
    assertThat(claim(caller("r3", "1/1"), key("e")))
        .isEqualTo(new ClaimState.OverBudget(new Overrun("s.calls", "calls", 3, 4)));
  }

  @Test
  void underABudgetAnExecutorHasNoMoreOpenThanItsWindow() {
    limit("r", "1", 100, 100, 1);
    assertThat(claim(caller("r", "1/1"), A)).isInstanceOf(ClaimState.Granted.class);
    assertThat(claim(caller("r", "1/2"), B)).isEqualTo(BUSY);
    assertThat(claim(caller("r", "2/3"), B)).isInstanceOf(ClaimState.Granted.class);
    settle(new Settle(caller("r", "1/1"), A, YES, "", ONE_CALL));
    assertThat(claim(caller("r", "1/2"), key("c"))).isInstanceOf(ClaimState.Granted.class);
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
                settle(new Settle(caller, keys.get(i), YES, "", ONE_CALL));
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
    byte[] states = reply(new Claim(caller, List.of(A, B)));
    assertThat(Wire.read(states, ArrayList.class)).hasSize(2);
    List<Settle> settled =
        List.of(
            new Settle(caller, A, null, "time-out", ONE_CALL),
            new Settle(caller, B, YES, "", ONE_CALL));
    List<?> problems = Wire.read(reply(new DeskRequest.SettleAll(settled)), ArrayList.class);
    assertThat(problems).hasSize(2).containsOnlyNulls();
    assertThat(claim(caller, B)).isEqualTo(new ClaimState.Known(YES, true));
    assertThat(Wire.read(reply(new DeskRequest.Problems(caller)), String.class))
        .isEqualTo("time-out (1 times)");
    assertThat(Wire.read(reply(new DeskRequest.RowsFailed(caller, 3, 7)), Long.class)).isEqualTo(7);
    assertThat(Wire.read(reply(new DeskRequest.RowsFailed(caller, 4, 2)), Long.class)).isEqualTo(9);
    tell(new DeskRequest.Embedded("r", new QueryId("", ""), 0, 30, false));
    tell(new DeskRequest.Embedded("r", new QueryId("", ""), 0, 50, true));
    assertThat(desk.tally("r").embedded()).isEqualTo(50);
  }

  @Test
  void whatTasksEndWithIsAlwaysToldAndWhatTheySayMeanwhileNowAndThen() {
    List<String> told = new ArrayList<>();
    desk.watch("r", (run, query) -> told.add(run));
    int meanwhile = 1000;
    for (int i = 0; i < meanwhile; i++) {
      tell(new DeskRequest.Rows("r", new QueryId("", ""), i, RowCounts.NONE, false));
    }
    int before = told.size();
    assertThat(before).isBetween(1, meanwhile / 2);
    for (int i = 0; i < 10; i++) {
      tell(new DeskRequest.Rows("r@1", new QueryId("1", "1"), i, RowCounts.NONE, true));
    }
    assertThat(told.subList(before, told.size())).hasSize(10).containsOnly("r@1");
  }

  @Test
  @Timeout(60)
  void aStageThatIsGoneLeavesNothingBehind() throws InterruptedException {
    limit("r", "1", 10, 100, 10);
    limit("other", "2", 10, 100, 10);
    settle(new Settle(caller("r", "1/1"), A, YES, "", ONE_CALL));
    settle(new Settle(caller("r@7", "1/1"), B, YES, "", ONE_CALL));
    settle(new Settle(caller("other", "1/1"), B, YES, "", ONE_CALL));
    Object stage = new Object();
    desk.forgetWith(stage, "r");
    System.gc();
    assertThat(desk.tally("r").usage()).isEqualTo(ONE_CALL);
    Reference.reachabilityFence(stage);
    stage = null;
    while (!desk.tally("r").usage().equals(Usage.NONE)) {
      System.gc();
      TimeUnit.MILLISECONDS.sleep(20);
    }
    assertThat(desk.tally("r@7").usage()).isEqualTo(Usage.NONE);
    assertThat(desk.spending("r")).isEqualTo(Spending.FREE);
    assertThat(desk.tally("other").usage()).isEqualTo(ONE_CALL);
    assertThat(desk.spending("other").limits()).hasSize(2);
  }

  /** A query that was given up has answers under way, which come when it is forgotten. */
  @Test
  void anAnswerThatComesAfterItsRunWasForgottenIsKeptAndCounted() {
    SessionLabels store = new SessionLabels(1000);
    limit(store, "r", "1", 5, 3, 10);
    claim(caller("r", "1/1"), A);
    claim(caller("r", "1/1"), B);
    desk.forget("r");
    settle(new Settle(caller("r", "1/1"), A, YES, "", ONE_CALL));
    tell(new DeskRequest.Release(caller("r", "1/1"), List.of()));
    assertThat(store.find("question", A)).hasValue(YES);
    // One call of the session's three is spent, and nothing is open.
    limit(store, "s", "2", 5, 3, 10);
    assertThat(claim(caller("s", "2/2"), key("c"))).isInstanceOf(ClaimState.Granted.class);
    assertThat(claim(caller("s", "2/2"), key("d"))).isInstanceOf(ClaimState.Granted.class);
    assertThat(claim(caller("s", "2/2"), key("e"))).isEqualTo(BUSY);
  }

  /** The word of a task that gives back may be lost, as may the reply to its claim. */
  @Test
  void anEndedTaskAsksNothingMore() {
    claim(caller("r", "1/1"), A);
    claim(caller("r", "1/2"), B);
    claim(caller("r", "1/3"), key("c"));
    tell(new DeskRequest.Release(caller("r", "1/2"), List.of(B)));
    desk.taskEnded("1/1");
    desk.taskEnded("1/2");
    assertThat(claim(caller("r", "2/9"), A)).isInstanceOf(ClaimState.Granted.class);
    assertThat(claim(caller("r", "2/9"), B)).as("its answer is to come").isEqualTo(BUSY);
    assertThat(claim(caller("r", "2/9"), key("c"))).isEqualTo(BUSY);
    tell(new DeskRequest.Release(caller("r", "1/2"), List.of()));
    assertThat(claim(caller("r", "2/9"), B)).isInstanceOf(ClaimState.Granted.class);
  }

  @Test
  void whoHasNoBudgetDoesNotHoldUpWhoHasOne() {
    limit("limited", "1", 1000, 1000, 2);
    for (int i = 0; i < 50; i++) {
      claim(caller("free", "1/1"), key("free " + i));
    }
    assertThat(claim(caller("limited", "1/2"), A)).isInstanceOf(ClaimState.Granted.class);
    assertThat(claim(caller("limited", "1/2"), B)).isInstanceOf(ClaimState.Granted.class);
    assertThat(claim(caller("limited", "1/3"), key("c"))).isEqualTo(BUSY);
  }

  @Test
  void whatQuestionsCostThatEndWithTheirEndpointCounts() {
    limit("r", "1", 5, 1, 10);
    claim(caller("r", "1/1"), A);
    tell(new DeskRequest.Spent(caller("r", "1/1"), ONE_CALL));
    tell(new DeskRequest.Release(caller("r", "1/1"), List.of()));
    assertThat(desk.tally("r").usage()).isEqualTo(ONE_CALL);
    assertThat(claim(caller("r", "1/1"), A)).isInstanceOf(ClaimState.OverBudget.class);
  }
}
