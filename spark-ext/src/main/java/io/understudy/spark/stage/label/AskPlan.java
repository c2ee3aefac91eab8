package io.understudy.spark.stage.label;

import io.understudy.call.Question;
import io.understudy.llm.EndpointConfig;
import io.understudy.spark.account.QueryId;
import io.understudy.spark.account.RunId;
import io.understudy.spark.store.AskedQuestion;
import java.io.Serializable;

/**
 * What a task needs to ask the LLM for a run.
 *
 * @param runId identity of the run, for the driver's count
 * @param questionId identity of the question with its model
 * @param question what is asked
 * @param endpoint who is asked
 * @param function SQL name of the function, for messages
 */
public record AskPlan(
    RunId runId, String questionId, Question question, EndpointConfig endpoint, String function)
    implements Serializable {

  public String run() {
    return runId.id();
  }

  /** The question as a store describes it. */
  public AskedQuestion asked() {
    return new AskedQuestion(
        questionId,
        function,
        question.prompt().instruction(),
        question.answers().labels(),
        question.examples().size(),
        endpoint.name(),
        endpoint.model());
  }

  /** The same in a query that may be another than the one that prepared the stage. */
  public AskPlan during(QueryId now) {
    return new AskPlan(runId.during(now), questionId, question, endpoint, function);
  }
}
