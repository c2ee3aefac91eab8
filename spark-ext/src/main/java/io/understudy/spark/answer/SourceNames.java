package io.understudy.spark.answer;

import io.understudy.catalyst.bridge.Seqs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connector.catalog.CatalogManager;

/**
 * Names of tables as they were meant where a view was made, in whatever schema and beside whatever
 * temporary views it is refreshed.
 */
final class SourceNames {
  private final SparkSession session;
  private final AnswerViewErrors errors;
  private final List<String> place;

  /**
   * @param place catalogue and schema
   */
  SourceNames(SparkSession session, AnswerViewErrors errors, List<String> place) {
    this.session = session;
    this.errors = errors;
    this.place = place;
  }

  /** Catalogue and schema of a session now. */
  static List<String> place(SparkSession session) {
    CatalogManager catalogs = session.sessionState().catalogManager();
    List<String> place = new ArrayList<>();
    place.add(catalogs.currentCatalog().name());
    place.addAll(Arrays.asList(catalogs.currentNamespace()));
    return place;
  }

  /** The same table by its full name; a path, and what there is not, stays as it is written. */
  UnresolvedRelation full(UnresolvedRelation table) {
    List<String> parts = Seqs.list(table.multipartIdentifier());
    CatalogManager catalogs = session.sessionState().catalogManager();
    if (parts.size() > 1 && catalogs.isCatalogRegistered(parts.get(0))) {
      return table;
    }
    List<String> full = new ArrayList<>(parts.size() == 1 ? place : place.subList(0, 1));
    full.addAll(parts);
    if (session.catalog().tableExists(quoted(full))) {
      return new UnresolvedRelation(Seqs.of(full), table.options(), table.isStreaming());
    }
    if (session.sessionState().catalog().isTempView(Seqs.of(parts))) {
      throw errors.query(
          "it reads the temporary view " + quoted(parts) + ", which no other session has");
    }
    return table;
  }

  private static String quoted(List<String> parts) {
    return parts.stream()
        .map(part -> "`" + part.replace("`", "``") + "`")
        .collect(Collectors.joining("."));
  }
}
