package io.understudy.spark.stage.label;

import io.understudy.call.Question;
import io.understudy.llm.EndpointConfig;
import java.io.Serializable;

/**
 * What a task needs to ask the LLM for a run.
 *
 * @param run identity of the run, for the driver's count
 * @param questionId identity of the question with its model
 * @param question what is asked
 * @param endpoint who is asked
 * @param function SQL name of the function, for messages
 */
public record AskPlan(
    String run, String questionId, Question question, EndpointConfig endpoint, String function)
    implements Serializable {}
