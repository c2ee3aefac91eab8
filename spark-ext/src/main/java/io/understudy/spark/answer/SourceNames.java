package io.understudy.spark.answer;

import io.understudy.catalyst.bridge.Seqs;
import io.understudy.spark.bridge.SqlText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
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
  private final Predicate<String> answerViews;
  private final boolean made;

  /**
   * @param place catalogue and schema
   * @param answerViews whether there is an answer view of a name
   * @param made whether the view is being made, here and now
   */
  SourceNames(
      SparkSession session,
      AnswerViewErrors errors,
      List<String> place,
      Predicate<String> answerViews,
      boolean made) {
    this.session = session;
    this.errors = errors;
    this.place = place;
    this.answerViews = answerViews;
    this.made = made;
  }

  /** Catalogue and schema of a session now. */
  static List<String> place(SparkSession session) {
    CatalogManager catalogs = session.sessionState().catalogManager();
    List<String> place = new ArrayList<>();
    place.add(catalogs.currentCatalog().name());
    place.addAll(Arrays.asList(catalogs.currentNamespace()));
    return place;
  }

  /**
   * The same table by its full name. A path, and an answer view, stay as they are written.
   *
   * @throws io.understudy.spark.error.UnderstudyException for what only this session has
   */
  UnresolvedRelation full(UnresolvedRelation table) {
    List<String> parts = Seqs.list(table.multipartIdentifier());
    if (parts.size() > 1
        && session.sessionState().catalogManager().isCatalogRegistered(parts.get(0))) {
      return table;
    }
    // Where the view is refreshed a temporary view of that name is another one, and passed over.
    if (made && session.sessionState().catalog().isTempView(Seqs.of(parts))) {
      throw errors.query(
          "it reads the temporary view " + SqlText.quoted(parts) + ", which no other session has");
    }
    List<String> full = new ArrayList<>(parts.size() == 1 ? place : place.subList(0, 1));
    full.addAll(parts);
    return !session.catalog().tableExists(SqlText.quoted(full)) && isElsewhere(parts)
        ? table
        : new UnresolvedRelation(Seqs.of(full), table.options(), table.isStreaming());
  }

  /** Whether a name is none of the catalogue's: an answer view's, or a format with a path. */
  private boolean isElsewhere(List<String> parts) {
    return parts.size() == 1
        ? answerViews.test(parts.get(0)) && !session.catalog().tableExists(SqlText.quoted(parts))
        : !session.catalog().databaseExists(SqlText.quoted(parts.subList(0, parts.size() - 1)));
  }
}
