package io.understudy.spark.stage.label;

import io.understudy.account.Usage;
import io.understudy.llm.LabelOutcome;
import io.understudy.sample.ContentKey;
import io.understudy.spark.bridge.DriverChannel;
import io.understudy.spark.bridge.Wire;
import io.understudy.spark.error.UnderstudyException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What a task says to the driver's {@link LabelDesk}, and what it hears. */
final class DeskClient {
  private static final Settlements SETTLEMENTS =
      new Settlements(
          settled ->
              DriverChannel.asking(
                  LabelDesk.CHANNEL, Wire.write(new DeskRequest.SettleAll(settled))));

  private final DeskRequest.Caller caller;

  DeskClient(DeskRequest.Caller caller) {
    this.caller = caller;
  }

  /** Whether the LLM may be asked about each of these, in order. */
  List<ClaimState> claim(List<ContentKey> keys) {
    ArrayList<?> states = Wire.read(tell(new DeskRequest.Claim(caller, keys)), ArrayList.class);
    return states.stream().map(ClaimState.class::cast).toList();
  }

  /**
   * Tells what became of a question.
   *
   * @return completes when an answer is kept for good, or with why it could not be
   */
  CompletableFuture<Optional<UnderstudyException>> settle(ContentKey key, LabelOutcome outcome) {
    return SETTLEMENTS.add(DeskRequest.Settle.of(caller, key, outcome));
  }

  /** Tells what a question cost that ended with its endpoint. */
  void spent(Usage usage) {
    tell(new DeskRequest.Spent(caller, usage));
  }

  /**
   * Gives back what was claimed and not settled.
   *
   * @param underWay what an answer is still to come for
   */
  void release(List<ContentKey> underWay) {
    tell(new DeskRequest.Release(caller, underWay));
  }

  /** Tells how many rows of a partition failed; returns how many failed in all. */
  long rowsFailed(int partition, long rows) {
    return Wire.read(tell(new DeskRequest.RowsFailed(caller, partition, rows)), Long.class);
  }

  /** The most frequent problems of the run so far. */
  String problems() {
    return Wire.read(tell(new DeskRequest.Problems(caller)), String.class);
  }

  /** What this JVM may ask of an endpoint. */
  static ClusterLease lease(DeskRequest.Lease wish) {
    return Wire.read(tell(wish), ClusterLease.class);
  }

  /** Sends a message of any kind and waits for the reply. */
  static byte[] tell(DeskRequest request) {
    // A cancelled task is interrupted, and Spark's RPC would not send for an interrupted thread.
    boolean interrupted = Thread.interrupted();
    try {
      return DriverChannel.ask(LabelDesk.CHANNEL, Wire.write(request));
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
