package io.understudy.model;

/**
 * A labelled row to learn from.
 *
 * @param vector the row's embedding, not normalised
 * @param label the class the LLM chose
 * @param weight how much the row counts, above 0
 */
@SuppressWarnings("ArrayRecordComponent")
public record TrainingRow(float[] vector, int label, double weight) {}
