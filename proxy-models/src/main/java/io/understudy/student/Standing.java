package io.understudy.student;

/**
 * How an entrant did on rows held out.
 *
 * @param entrant who
 * @param agreement share of the rows on which it agrees with the LLM
 * @param risk the mean, over all numbers of rows that might be served, of the share of errors among
 *     them, the most certain rows first (the area under the risk-coverage curve, Geifman et al.
 *     2019): small for who knows where it errs
 * @param seconds that its fits took
 */
public record Standing(Entrant entrant, double agreement, double risk, double seconds) {}
