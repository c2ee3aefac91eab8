package io.understudy.spark.statement;

import io.understudy.catalyst.bridge.Seqs;
import io.understudy.spark.bridge.SqlText;
import io.understudy.spark.prepared.PreparedModel.Recipe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connector.catalog.CatalogManager;

/**
 * The table of a model's statement, by a name that means the same in every session: later, the
 * current schema may be another one, and a temporary view may stand before the table.
 */
final class RecipeTable {
  private final SparkSession session;

  RecipeTable(SparkSession session) {
    this.session = session;
  }

  /** The same recipe; a path and a temporary view have no other name. */
  Recipe qualified(Recipe recipe) {
    List<String> parts = parts(recipe.table());
    CatalogManager catalogs = session.sessionState().catalogManager();
    boolean temporary = session.sessionState().catalog().isTempView(Seqs.of(parts));
    if (temporary || parts.size() > 1 && catalogs.isCatalogRegistered(parts.get(0))) {
      return recipe;
    }
    List<String> full = new ArrayList<>();
    full.add(catalogs.currentCatalog().name());
    if (parts.size() == 1) {
      full.addAll(Arrays.asList(catalogs.currentNamespace()));
    }
    full.addAll(parts);
    String table = SqlText.quoted(full);
    return session.catalog().tableExists(table)
        ? new Recipe(recipe.call(), table, recipe.where(), recipe.options())
        : recipe;
  }

  private List<String> parts(String table) {
    try {
      return Seqs.list(session.sessionState().sqlParser().parseMultipartIdentifier(table));
    } catch (Exception e) {
      // Scala code does not declare what it throws; the name was written by SqlText.quoted().
      throw new IllegalArgumentException(table, e);
    }
  }
}
