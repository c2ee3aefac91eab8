package io.understudy.spark.store;

import io.understudy.spark.config.UnderstudyConf;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** The table function {@code understudy_labels()}: one row per label that is kept. */
public final class LabelsFunction {
  private LabelsFunction() {}

  /** A relation with the labels as they stand now. Labels that come later are not in it. */
  public static LogicalPlan relation() {
    SparkSession session = SparkSession.active();
    return Stores.of(session.sparkContext())
        .labels(session, UnderstudyConf.ofActiveSession())
        .rows(session)
        .queryExecution()
        .analyzed();
  }

  /** The columns as {@code DESCRIBE FUNCTION EXTENDED} lists them. */
  public static String columnsText() {
    return LabelColumns.SHOWN.stream()
        .map(column -> "      * " + column.name() + " - " + column.meaning())
        .collect(Collectors.joining("\n", "\n    Columns:\n", "\n  "));
  }
}
