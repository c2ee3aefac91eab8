package io.understudy.spark.statement;

import java.util.List;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** The statements about embedding views. */
final class EmbeddingViewSyntax {
  private static final String VIEW = "the view's name";

  private EmbeddingViewSyntax() {}

  static List<Statement> statements() {
    return List.of(
        new Statement(
            "CREATE EMBEDDING VIEW",
            "CREATE EMBEDDING VIEW [IF NOT EXISTS] view ON table (column) [USING 'embedder']",
            text -> {
              boolean unlessThere = text.take("IF", "NOT", "EXISTS");
              String view = text.folderName(VIEW);
              text.expect("ON");
              List<String> table = text.name("the table's name");
              text.expect("(");
              String column = text.singleName("the column's name");
              text.expect(")");
              String embedder = text.take("USING") ? text.string("the embedder") : "";
              text.end();
              return CreateEmbeddingView.of(view, table, column, embedder, unlessThere);
            }),
        new Statement(
            "REFRESH EMBEDDING VIEW",
            "REFRESH EMBEDDING VIEW view",
            text -> {
              String view = text.folderName(VIEW);
              text.end();
              return RefreshEmbeddingView.of(view);
            }),
        new Statement(
            "DESCRIBE EMBEDDING VIEW",
            "DESCRIBE EMBEDDING VIEW view",
            EmbeddingViewSyntax::describe),
        new Statement(
            "DESC EMBEDDING VIEW", "DESC EMBEDDING VIEW view", EmbeddingViewSyntax::describe),
        new Statement(
            "SHOW EMBEDDING VIEWS",
            "SHOW EMBEDDING VIEWS",
            text -> {
              text.end();
              return ShowEmbeddingViews.of();
            }),
        new Statement(
            "DROP EMBEDDING VIEW",
            "DROP EMBEDDING VIEW [IF EXISTS] view",
            text -> {
              boolean ifThere = text.take("IF", "EXISTS");
              String view = text.folderName(VIEW);
              text.end();
              return new DropEmbeddingView(view, ifThere);
            }));
  }

  private static LogicalPlan describe(StatementText text) {
    String view = text.folderName(VIEW);
    text.end();
    return DescribeEmbeddingView.of(view);
  }
}
