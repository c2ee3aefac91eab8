package io.understudy.spark.store;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import io.understudy.account.RunReport;
import io.understudy.spark.account.RunLedger;
import io.understudy.spark.config.UnderstudyConf;
import io.understudy.spark.error.UnderstudyException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** The table function {@code understudy_runs()}: one row per executed AI call, newest last. */
public final class RunsFunction {
  private RunsFunction() {}

  /** A relation with the runs as they stand now; its columns are {@link RunReport}'s. */
  public static LogicalPlan relation() {
    return runs(SparkSession.active()).queryExecution().analyzed();
  }

  /**
   * The runs of this application, also those that have not ended, and those of the store.
   *
   * @throws UnderstudyException when the store cannot be read
   */
  static Dataset<Row> runs(SparkSession session) {
    List<RunReport> here = RunLedger.existing().map(RunLedger::reports).orElse(List.of());
    Dataset<Row> own =
        session.createDataFrame(here.stream().map(RunRows::row).toList(), RunRows.SHOWN_TYPE);
    return Stores.of(session.sparkContext())
        .runs(session, UnderstudyConf.ofActiveSession())
        .map(store -> elsewhere(store.rows(), here).unionByName(own).orderBy(col(RunRows.STARTED)))
        .orElse(own);
  }

  /**
   * Deletes runs, but not those that have not ended yet.
   *
   * @param condition SQL over the columns
   * @return how many were deleted
   * @throws UnderstudyException when the store cannot be written
   */
  public static long delete(SparkSession session, String condition) {
    Set<String> met =
        runs(session).where(condition).select(RunRows.RUN).collectAsList().stream()
            .map(row -> row.getString(0))
            .collect(Collectors.toSet());
    Stores.of(session.sparkContext())
        .runs(session, UnderstudyConf.ofActiveSession())
        .ifPresent(store -> store.delete(session, condition));
    RunLedger.existing().ifPresent(ledger -> met.removeAll(ledger.forget(met)));
    return met.size();
  }

  private static Dataset<Row> elsewhere(Dataset<Row> stored, List<RunReport> here) {
    Object[] known = here.stream().map(RunReport::runId).toArray();
    return known.length == 0 ? stored : stored.where(not(col(RunRows.RUN).isin(known)));
  }
}
