package io.understudy.spark.statement;

import io.understudy.catalyst.bridge.Seqs;
import io.understudy.spark.bridge.SqlText;
import io.understudy.spark.config.ConfigKeys;
import io.understudy.spark.prepared.PreparedModel.Recipe;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** The statements about prepared models. */
final class ModelStatements {
  static final List<Statement> ALL =
      List.of(
          new Statement(
              "CREATE AI MODEL",
              "CREATE AI MODEL [IF NOT EXISTS] model AS AI.IF(...) | AI.CLASSIFY(...) ON table"
                  + " [WHERE condition] [OPTIONS (key = value, ...)]",
              ModelStatements::create),
          new Statement(
              "REFRESH AI MODEL", "REFRESH AI MODEL model", text -> RefreshModel.of(last(text))),
          new Statement(
              "DESCRIBE AI MODEL", "DESCRIBE AI MODEL model", text -> DescribeModel.of(last(text))),
          new Statement(
              "DESC AI MODEL", "DESC AI MODEL model", text -> DescribeModel.of(last(text))),
          new Statement("SHOW AI MODELS", "SHOW AI MODELS", ModelStatements::show),
          new Statement("DROP AI MODEL", "DROP AI MODEL [IF EXISTS] model", ModelStatements::drop));

  private static final String CALL = "the call of AI.IF or AI.CLASSIFY";
  private static final String OPTIONS = "options as (key = value, ...)";
  private static final String LIST = "coalesce";

  private ModelStatements() {}

  private static LogicalPlan create(StatementText text) {
    boolean ifNotExists = text.take("IF", "NOT", "EXISTS");
    String model = text.singleName("the name of a model");
    text.expect("AS");
    String call = text.sqlUntil(CALL, "ON");
    text.expression(call);
    text.expect("ON");
    String table = SqlText.quoted(text.name("a table"));
    String where = "";
    if (text.take("WHERE")) {
      where = text.sqlUntil("a condition", "OPTIONS");
      text.expression(where);
    }
    Map<String, String> options = Map.of();
    if (text.take("OPTIONS")) {
      options = options(text, text.sqlUntil(OPTIONS));
    }
    text.end();
    return CreateModel.of(
        model, ifNotExists, new Recipe(call.strip(), table, where.strip(), options));
  }

  private static LogicalPlan show(StatementText text) {
    text.end();
    return ShowModels.all();
  }

  private static LogicalPlan drop(StatementText text) {
    boolean ifExists = text.take("IF", "EXISTS");
    return DropModel.of(last(text), ifExists);
  }

  private static String last(StatementText text) {
    String model = text.singleName("the name of a model");
    text.end();
    return model;
  }

  /** Read as the arguments of a function, so that strings and numbers are those of SQL. */
  private static Map<String, String> options(StatementText text, String list) {
    int bracket = list.length() - list.stripLeading().length();
    if (list.charAt(bracket) != '(' || bracket < LIST.length()) {
      throw text.refused(OPTIONS);
    }
    Expression parsed =
        text.expression(
            list.substring(0, bracket - LIST.length()) + LIST + list.substring(bracket));
    if (!(parsed instanceof UnresolvedFunction tuple)) {
      throw text.refused(OPTIONS);
    }
    Map<String, String> options = new TreeMap<>();
    for (Expression one : Seqs.<Expression>list(tuple.arguments())) {
      if (!(one instanceof EqualTo pair) || !pair.right().foldable()) {
        throw text.refused(OPTIONS);
      }
      String key = key(text, pair.left());
      options.put(
          key.startsWith(ConfigKeys.PREFIX) ? key : ConfigKeys.PREFIX + key,
          String.valueOf(pair.right().eval(null)));
    }
    return options;
  }

  private static String key(StatementText text, Expression key) {
    if (key instanceof UnresolvedAttribute name) {
      return String.join(".", Seqs.<String>list(name.nameParts()));
    }
    if (key instanceof Literal literal) {
      return String.valueOf(literal.value());
    }
    throw text.refused(OPTIONS);
  }
}
