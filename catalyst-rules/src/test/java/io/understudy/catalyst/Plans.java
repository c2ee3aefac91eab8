package io.understudy.catalyst;

import io.understudy.catalyst.bridge.DeepTransform;
import io.understudy.catalyst.bridge.Seqs;
import io.understudy.catalyst.extract.ExtractAiCalls;
import io.understudy.catalyst.resolve.AiFunctionBuilder;
import io.understudy.catalyst.resolve.AiNamesParser;
import io.understudy.function.FunctionSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.analysis.Analyzer;
import org.apache.spark.sql.catalyst.analysis.EmptyTableFunctionRegistry$;
import org.apache.spark.sql.catalyst.analysis.FakeV2SessionCatalog$;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry$;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.catalog.InMemoryCatalog;
import org.apache.spark.sql.catalyst.catalog.SessionCatalog;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import org.apache.spark.sql.catalyst.optimizer.Optimizer;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser$;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias$;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.connector.catalog.CatalogManager;
import org.apache.spark.sql.internal.SQLConf;
import scala.collection.immutable.Seq;

/** SQL through Spark's parser, analyser and optimiser, without a session. */
public final class Plans {
  private static final Pattern EXPR_ID = Pattern.compile("#(\\d+)");

  /** Spark numbers these by the rewrites that the JVM has made so far. */
  private static final Pattern COMMON_EXPRESSION = Pattern.compile("_common_expr_\\d+");

  private static final CatalogManager CATALOG = catalog();

  private Plans() {}

  /** A plan as a rule got it and as it left it. */
  public record Rewrite(LogicalPlan before, LogicalPlan after) {}

  /** The plan that Spark would optimise. */
  public static LogicalPlan analysed(String sql) {
    try {
      ParserInterface parser = AiNamesParser.over(CatalystSqlParser$.MODULE$);
      LogicalPlan parsed =
          new DeepTransform(Plans::table, expression -> expression).plan(parser.parsePlan(sql));
      Analyzer analyzer = new Analyzer(CATALOG, null);
      LogicalPlan analysed = analyzer.execute(parsed);
      analyzer.checkAnalysis(analysed);
      return analysed;
    } catch (org.apache.spark.sql.catalyst.parser.ParseException e) {
      throw new IllegalArgumentException(sql, e);
    }
  }

  /** What {@code ExtractAiCalls} did to the query itself, at its place among Spark's own rules. */
  public static Rewrite extracted(String sql) {
    List<Rewrite> rewrites = new ArrayList<>();
    LogicalPlan optimised = new Recording(rewrites).execute(analysed(sql));
    if (optimised.output().isEmpty()) {
      throw new IllegalStateException("nothing is left of " + sql);
    }
    // Subqueries are optimised before the query that holds them.
    return rewrites.get(rewrites.size() - 1);
  }

  /** A plan's tree with its expression ids counted from 1, and nothing else that is counted. */
  public static String text(LogicalPlan plan, Map<String, Integer> ids) {
    return EXPR_ID
        .matcher(COMMON_EXPRESSION.matcher(plan.treeString()).replaceAll("_common_expr"))
        .replaceAll(id -> "#" + ids.computeIfAbsent(id.group(1), i -> ids.size() + 1));
  }

  public static String text(Rewrite rewrite) {
    Map<String, Integer> ids = new HashMap<>();
    return "== before ==\n"
        + text(rewrite.before(), ids)
        + "== after ==\n"
        + text(rewrite.after(), ids);
  }

  private static LogicalPlan table(LogicalPlan node) {
    if (!(node instanceof UnresolvedRelation relation)) {
      return node;
    }
    String name = relation.name();
    LogicalPlan table =
        switch (name) {
          case "reviews" ->
              Table.of(
                  name,
                  "id BIGINT",
                  "text STRING",
                  "title STRING",
                  "stars INT",
                  "day DATE",
                  "emb ARRAY<FLOAT>",
                  "parts STRUCT<head: STRING, body: STRING>");
          case "users" -> Table.of(name, "user BIGINT", "about STRING", "age INT");
          default -> null;
        };
    return table == null ? node : SubqueryAlias$.MODULE$.apply(name, table);
  }

  private static CatalogManager catalog() {
    SQLConf.get().setConfString("spark.sql.planChangeValidation", "true");
    FunctionRegistry functions = FunctionRegistry$.MODULE$.builtin().clone();
    for (FunctionSpec spec : FunctionSpec.ALL) {
      AiFunctionBuilder builder = new AiFunctionBuilder(spec);
      String name = spec.function().plainName();
      functions.registerFunction(
          new FunctionIdentifier(name),
          new ExpressionInfo(AiFunctionBuilder.class.getName(), name),
          builder::buildFromCall);
    }
    return new CatalogManager(
        FakeV2SessionCatalog$.MODULE$,
        new SessionCatalog(
            new InMemoryCatalog(new SparkConf(false), new Configuration(false)),
            functions,
            EmptyTableFunctionRegistry$.MODULE$));
  }

  /** Spark's optimiser with the rule in it. */
  private static final class Recording extends Optimizer {
    private final List<Rewrite> rewrites;

    Recording(List<Rewrite> rewrites) {
      super(CATALOG);
      this.rewrites = rewrites;
    }

    @Override
    public Seq<Rule<LogicalPlan>> preCBORules() {
      return Seqs.seq(
          new Rule<LogicalPlan>() {
            @Override
            public LogicalPlan apply(LogicalPlan plan) {
              LogicalPlan after = new ExtractAiCalls().apply(plan);
              rewrites.add(new Rewrite(plan, after));
              return after;
            }
          });
    }
  }
}
