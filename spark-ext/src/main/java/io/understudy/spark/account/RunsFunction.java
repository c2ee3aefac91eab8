package io.understudy.spark.account;

import io.understudy.account.RunColumns;
import io.understudy.account.RunReport;
import io.understudy.catalyst.bridge.Seqs;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import scala.Option;

/** The table function {@code understudy_runs()}: one row per executed AI call, newest last. */
public final class RunsFunction {
  private RunsFunction() {}

  /** A relation with the runs as they stand now; its columns are {@link RunReport}'s. */
  public static LogicalPlan relation() {
    List<InternalRow> rows =
        RunLedger.existing().map(RunLedger::reports).orElse(List.of()).stream()
            .map(report -> RecordRows.row(RunColumns.ALL, report))
            .toList();
    return new LocalRelation(
        Seqs.of(RecordRows.attributes(RunColumns.ALL)), Seqs.of(rows), false, Option.empty());
  }
}
