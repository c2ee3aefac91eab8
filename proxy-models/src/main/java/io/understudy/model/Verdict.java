package io.understudy.model;

/**
 * What a model says about one row.
 *
 * @param label the class it chooses
 * @param score what cut-offs are compared with: for two classes the probability of class 1, for
 *     more the largest probability
 */
public record Verdict(int label, double score) {}
