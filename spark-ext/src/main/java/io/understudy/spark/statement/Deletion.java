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
 * {@code DELETE FROM understudy_labels() WHERE ...} and the same of {@code understudy_runs()},
 * which are Spark's own statement but for the function in the place of a table: it is parsed with
 * the name of a table that cannot exist there.
 */
final class Deletion {
  private static final DeepTransform COMMANDS =
      new DeepTransform(Deletion::command, expression -> expression);

  private Deletion() {}

  static Optional<LogicalPlan> read(String sql, Function<String, Optional<LogicalPlan>> spark) {
    for (Kept kept : Kept.values()) {
      Matcher function = pattern(kept).matcher(sql);
      if (function.find()) {
        return spark
            .apply(function.replaceAll("$1" + Matcher.quoteReplacement(standIn(kept))))
            .map(COMMANDS::plan);
      }
    }
    return Optional.empty();
  }

  private static Pattern pattern(Kept kept) {
    return Pattern.compile(
        "(\\bDELETE\\s+FROM\\s+)" + kept.function() + "\\s*\\(\\s*\\)", Pattern.CASE_INSENSITIVE);
  }

  private static String standIn(Kept kept) {
    return "__" + kept.function() + "__";
  }

  private static LogicalPlan command(LogicalPlan node) {
    if (node instanceof DeleteFromTable delete
        && delete.table() instanceof UnresolvedRelation table) {
      for (Kept kept : Kept.values()) {
        if (Seqs.list(table.multipartIdentifier()).equals(List.of(standIn(kept)))) {
          return DeleteKept.where(kept, delete.condition());
        }
      }
    }
    return node;
  }
}
