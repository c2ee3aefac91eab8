package io.understudy.spark.view;

import io.understudy.catalyst.bridge.Seqs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.catalog.CatalogTable;
import org.apache.spark.sql.catalyst.catalog.HiveTableRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.connector.catalog.CatalogPlugin;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;

/**
 * By what a relation of a plan is known again, in another plan and another session: the name of its
 * table, and the folders of its files. Two relations are the same if they share one of them.
 */
public final class RelationKeys {
  private RelationKeys() {}

  /** Nothing for a relation that has neither a name nor files. */
  public static List<String> of(LogicalPlan leaf) {
    List<String> keys = new ArrayList<>();
    table(leaf).ifPresent(table -> keys.add("table:" + table.identifier().unquotedString()));
    if (leaf instanceof LogicalRelation relation
        && relation.relation() instanceof HadoopFsRelation files) {
      Seqs.list(files.location().rootPaths()).forEach(path -> keys.add("files:" + path));
    } else if (leaf instanceof DataSourceV2Relation relation) {
      Seqs.<CatalogPlugin>optional(relation.catalog())
          .ifPresent(
              catalog -> keys.add("table:" + catalog.name() + "." + relation.table().name()));
    }
    return keys;
  }

  /** The name of a relation's table with its catalogue and schema, as SQL writes it. */
  static Optional<String> name(LogicalPlan leaf) {
    return table(leaf).map(table -> table.identifier().quotedString());
  }

  private static Optional<CatalogTable> table(LogicalPlan leaf) {
    if (leaf instanceof LogicalRelation relation) {
      return Seqs.optional(relation.catalogTable());
    }
    return leaf instanceof HiveTableRelation relation
        ? Optional.of(relation.tableMeta())
        : Optional.empty();
  }
}
