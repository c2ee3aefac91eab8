package io.understudy.benchmarks.quality;

/**
 * What one query gave. All shares are over all rows of the set.
 *
 * @param task the question
 * @param terms what was promised
 * @param seed of the sample
 * @param f1Answers F1 of the query's answers against people
 * @param f1Llm F1 of the LLM's own answers against people
 * @param f1Proxy F1 of the understudy alone against people; NaN if none was trained
 * @param agreement share of answers that agree with the LLM
 * @param proxyAgreement share of rows on which the understudy alone agrees with the LLM; or NaN
 * @param promised the promised measure against the LLM, as it came out
 * @param callsShare requests that the server got, over different texts
 * @param labels rows answered by a label of the sample
 * @param failed rows without an answer
 * @param seconds from start to the last answer
 * @param decision who answered
 * @param reason why the LLM did, or empty
 */
record Outcome(
    Task task,
    Terms terms,
    long seed,
    double f1Answers,
    double f1Llm,
    double f1Proxy,
    double agreement,
    double proxyAgreement,
    double promised,
    double callsShare,
    double labels,
    double failed,
    double seconds,
    String decision,
    String reason) {

  double ratio() {
    return f1Answers / f1Llm;
  }

  double proxyRatio() {
    return f1Proxy / f1Llm;
  }

  double violated() {
    return promised < terms.target() ? 1 : 0;
  }
}
