package io.understudy.spark.stage.label;

import io.understudy.call.Answer;
import io.understudy.spark.account.Overrun;
import io.understudy.spark.error.UnderstudyException;
import java.io.Serializable;

/** What the {@link LabelDesk} says about a content that a task wants to ask about. */
sealed interface ClaimState extends Serializable {
  /**
   * Somebody paid for it before.
   *
   * @param thisRun whether that was in the same run
   */
  record Known(Answer answer, boolean thisRun) implements ClaimState {}

  /** It was asked in this run and brought nothing usable. */
  record Failed(String problem) implements ClaimState {}

  /** The task shall ask and settle. */
  record Granted() implements ClaimState {}

  /** Another task is asking; look again soon. */
  record Busy() implements ClaimState {}

  /** The budget of the query or of the session is used up, by what is open at the latest. */
  record OverBudget(Overrun over) implements ClaimState {}

  /** Nothing may be paid for, because the answers could not be kept. */
  record Refused(UnderstudyException reason) implements ClaimState {}
}
