package io.understudy.catalyst.extract;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.catalyst.bridge.Seqs;
import io.understudy.catalyst.bridge.Transforms;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.rules.Rule;

/** What every rule of ours keeps, over random small queries with AI calls sprinkled in. */
abstract class RuleContract {
  private static final String CLASSIFY = "AI.CLASSIFY(%s, array('film', 'book'))";

  abstract Rule<LogicalPlan> rule();

  /** The plan as the rule meets it. */
  abstract LogicalPlan input(String sql);

  /** Whether the rule has nothing to do. */
  abstract boolean done(LogicalPlan plan);

  @Property(tries = 60)
  void keepsSchemaAndIsIdempotent(@ForAll("queries") String sql) {
    LogicalPlan before = input(sql);
    LogicalPlan after = rule().apply(before);
    assertThat(names(after)).as(sql).isEqualTo(names(before));
    assertThat(done(after)).as("%s%n%s", sql, after).isTrue();
    assertThat(rule().apply(after)).isSameAs(after);
    assertEveryColumnHasASource(after, sql);
  }

  @Property(tries = 15)
  void leavesOtherPlansAlone(@ForAll("queries") String sql) {
    LogicalPlan plain = input(sql.replaceAll("AI\\.IF\\(([^()]*)\\)", "($1 <> '')"));
    if (done(plain)) {
      assertThat(rule().apply(plain)).isSameAs(plain);
    }
  }

  private static List<String> names(LogicalPlan plan) {
    List<String> names = new ArrayList<>();
    for (Attribute column : Seqs.list(plan.output())) {
      names.add(column.name() + column.exprId() + column.dataType());
    }
    return names;
  }

  private static void assertEveryColumnHasASource(LogicalPlan plan, String sql) {
    for (LogicalPlan node : Transforms.collect(plan, LogicalPlan.class)) {
      assertThat(node.missingInput().isEmpty()).as("%s%n%s%nin %s", node, sql, plan).isTrue();
      assertThat(node.resolved()).as("%s%n%s", node, sql).isTrue();
    }
  }

  /** Queries with the columns {@code id BIGINT, text STRING}. */
  @Provide
  Arbitrary<String> queries() {
    return Arbitraries.lazyOf(this::tables, this::tables, this::onOne, this::onOne, this::onTwo);
  }

  private Arbitrary<String> tables() {
    return Arbitraries.of(
        "SELECT id, text FROM reviews", "SELECT user AS id, about AS text FROM users");
  }

  private Arbitrary<String> onOne() {
    return Combinators.combine(
            queries(),
            conditions(),
            Arbitraries.of(
                "SELECT * FROM (%1$s) WHERE %2$s",
                "SELECT * FROM (%1$s) WHERE id > 3 AND %2$s",
                "SELECT id, CASE WHEN %2$s THEN text ELSE 'none' END AS text FROM (%1$s)",
                "SELECT id, " + CLASSIFY.formatted("text") + " AS text FROM (%1$s) WHERE %2$s",
                "SELECT max(id) AS id, text FROM (%1$s) GROUP BY text HAVING %2$s",
                "SELECT id, max(text) AS text FROM (%1$s) GROUP BY id",
                "SELECT id, "
                    + CLASSIFY.formatted("max(text)")
                    + " AS text FROM (%1$s) GROUP BY id",
                "SELECT max(id) AS id, "
                    + CLASSIFY.formatted("text")
                    + " AS text FROM (%1$s) GROUP BY text",
                "SELECT count(*) AS id, "
                    + CLASSIFY.formatted("text")
                    + " AS text FROM (%1$s) GROUP BY "
                    + CLASSIFY.formatted("text"),
                "SELECT * FROM (%1$s) ORDER BY %2$s LIMIT 9",
                "SELECT rank() OVER (PARTITION BY %2$s ORDER BY id) + 0L AS id, text FROM (%1$s)",
                "SELECT DISTINCT id, text FROM (%1$s)"))
        .as((query, condition, form) -> form.formatted(query, condition));
  }

  private Arbitrary<String> onTwo() {
    return Combinators.combine(
            queries(),
            queries(),
            conditions(),
            Arbitraries.of(
                "(%1$s) UNION ALL (%2$s)",
                "SELECT a.id, b.text FROM (%1$s) a JOIN (%2$s) b ON a.id = b.id",
                "SELECT id, text FROM (%1$s) JOIN (%2$s) USING (id, text) WHERE %3$s",
                "SELECT a.id, b.text FROM (%1$s) a LEFT JOIN (%2$s) b ON a.id = b.id",
                "SELECT id, text FROM (SELECT a.id, b.text FROM (%1$s) a FULL JOIN (%2$s) b"
                    + " ON a.id = b.id) WHERE %3$s OR id = 5",
                "SELECT a.id, a.text FROM (%1$s) a JOIN (%2$s) b ON a.id = b.id"
                    + " AND AI.IF('Same? ' || a.text || b.text)",
                "SELECT * FROM (%1$s) WHERE id IN (SELECT id FROM (%2$s)) AND %3$s",
                "SELECT id, text FROM (%1$s) a LEFT ANTI JOIN (%2$s) b USING (id)"))
        .as((one, two, condition, form) -> form.formatted(one, two, condition));
  }

  private Arbitrary<String> conditions() {
    return Arbitraries.of(
        "AI.IF('Good? ' || text)",
        "AI.IF('Good? ' || text) AND AI.IF('Long? ' || text)",
        "(AI.IF('Good? ' || text) OR id > 3)",
        "NOT AI.IF('Good? ' || coalesce(text, 'none'))",
        "AI.IF('Is it good? ' || " + CLASSIFY.formatted("text") + ")",
        "text > 'x'");
  }
}
