package io.understudy.spark.statement;

import java.util.List;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** The statements about answer views. */
final class AnswerViewSyntax {
  private static final String QUERY = "a SELECT";

  private AnswerViewSyntax() {}

  static List<Statement> statements() {
    return List.of(
        new Statement(
            "CREATE AI VIEW",
            "CREATE AI VIEW [IF NOT EXISTS] view AS SELECT ..., AI.CLASSIFY(...) AS name FROM ...",
            AnswerViewSyntax::create),
        new Statement(
            "REFRESH AI VIEW", "REFRESH AI VIEW view", text -> RefreshAnswerView.of(last(text))),
        new Statement(
            "DESCRIBE AI VIEW", "DESCRIBE AI VIEW view", text -> DescribeAnswerView.of(last(text))),
        new Statement(
            "DESC AI VIEW", "DESC AI VIEW view", text -> DescribeAnswerView.of(last(text))),
        new Statement(
            "SHOW AI VIEWS",
            "SHOW AI VIEWS",
            text -> {
              text.end();
              return ShowAnswerViews.of();
            }),
        new Statement(
            "DROP AI VIEW",
            "DROP AI VIEW [IF EXISTS] view",
            text -> {
              boolean ifThere = text.take("IF", "EXISTS");
              return new DropAnswerView(last(text), ifThere);
            }));
  }

  private static LogicalPlan create(StatementText text) {
    boolean unlessThere = text.take("IF", "NOT", "EXISTS");
    String view = text.folderName("the view's name");
    text.expect("AS");
    String query = text.sqlUntil(QUERY);
    text.query(query);
    text.end();
    return CreateAnswerView.of(view, query.strip(), unlessThere);
  }

  private static String last(StatementText text) {
    String view = text.folderName("the view's name");
    text.end();
    return view;
  }
}
