package io.understudy.spark.account;

import java.io.Serializable;
import java.util.Optional;
import java.util.UUID;

/**
 * Identity of a run. What one query has prepared may answer rows in another: a second action on the
 * same Dataset, or the rest of a cached table. That is a run of its own, known by both.
 *
 * @param id unique in the application
 * @param query root of the query that the run belongs to; empty outside of any
 */
public record RunId(String id, String query) implements Serializable {
  private static final String LATER = "@";

  /** A run that begins with the query. */
  public static RunId first(QueryId query) {
    return new RunId(UUID.randomUUID().toString(), query.root());
  }

  /** The run in which the tasks of a query use what this run has prepared. */
  public RunId during(QueryId now) {
    return now.root().equals(query) ? this : new RunId(id + LATER + now.root(), now.root());
  }

  /** The query of a run that uses what another one has prepared; empty for the other one. */
  public static Optional<String> laterQuery(String id) {
    int later = id.indexOf(LATER);
    return later < 0 ? Optional.empty() : Optional.of(id.substring(later + 1));
  }

  /** The run that prepared what the run of this identity uses: mostly itself. */
  public static String preparedBy(String id) {
    int later = id.indexOf(LATER);
    return later < 0 ? id : id.substring(0, later);
  }
}
