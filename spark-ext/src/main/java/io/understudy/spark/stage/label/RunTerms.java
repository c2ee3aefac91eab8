package io.understudy.spark.stage.label;

import io.understudy.account.Prices;
import io.understudy.spark.account.Budget;
import io.understudy.spark.store.LabelStore;

/**
 * Under which terms a run asks, and each later run that uses its stage.
 *
 * @param store keeps what is answered, and has the run's question open
 * @param query the query whose budget counts; a later run's is its own
 * @param session the session whose budget counts
 * @param window most questions that an executor may have open while a budget limits the run: what
 *     is open can exceed a budget
 */
public record RunTerms(
    LabelStore store,
    String query,
    String session,
    Prices prices,
    Budget perQuery,
    Budget perSession,
    int window) {}
