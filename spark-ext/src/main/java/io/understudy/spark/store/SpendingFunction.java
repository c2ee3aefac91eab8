package io.understudy.spark.store;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.to_date;

import io.understudy.function.SpendingSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/**
 * The table function {@code understudy_spending()}: the sums of {@code understudy_runs()} by day,
 * user, function, instruction and endpoint.
 */
public final class SpendingFunction {
  private SpendingFunction() {}

  /** A relation with the sums as they stand now. */
  public static LogicalPlan relation() {
    List<Column> sums = new ArrayList<>();
    sums.add(count(lit(1)).as(SpendingSpec.RUNS));
    SpendingSpec.SUMS.forEach(sum -> sums.add(sum(col(sum.name())).as(sum.name())));
    Column[] keys = SpendingSpec.KEYS.stream().map(key -> col(key.name())).toArray(Column[]::new);
    return RunsFunction.runs(SparkSession.active())
        // The day of the session's time zone.
        .withColumn(SpendingSpec.DAY, to_date(col(RunRows.STARTED)))
        .groupBy(keys)
        .agg(sums.get(0), sums.subList(1, sums.size()).toArray(new Column[0]))
        .orderBy(Arrays.copyOf(keys, 1))
        .queryExecution()
        .analyzed();
  }
}
