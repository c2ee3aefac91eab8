package io.understudy.spark.statement;

import io.understudy.catalyst.bridge.DeepTransform;
import io.understudy.catalyst.bridge.Seqs;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.plans.logical.DeleteFromTable;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/**
 * {@code DELETE FROM understudy_labels() WHERE ...}, which is Spark's own statement but for the
 * function in the place of a table: it is parsed with the name of a table that cannot exist there.
 */
final class LabelsDeletion {
  private static final Pattern LABELS =
      Pattern.compile(
          "(\\bDELETE\\s+FROM\\s+)understudy_labels\\s*\\(\\s*\\)", Pattern.CASE_INSENSITIVE);
  private static final String STAND_IN = "__understudy_labels__";
  private static final DeepTransform COMMANDS =
      new DeepTransform(LabelsDeletion::command, expression -> expression);

  private LabelsDeletion() {}

  static Optional<LogicalPlan> read(String sql, Function<String, Optional<LogicalPlan>> spark) {
    Matcher labels = LABELS.matcher(sql);
    return labels.find()
        ? spark
            .apply(labels.replaceAll("$1" + Matcher.quoteReplacement(STAND_IN)))
            .map(COMMANDS::plan)
        : Optional.empty();
  }

  private static LogicalPlan command(LogicalPlan node) {
    return node instanceof DeleteFromTable delete
            && delete.table() instanceof UnresolvedRelation table
            && Seqs.list(table.multipartIdentifier()).equals(List.of(STAND_IN))
        ? DeleteLabels.where(delete.condition())
        : node;
  }
}
