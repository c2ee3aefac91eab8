package io.understudy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.understudy.localllm.Fault;
import io.understudy.localllm.Faults;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Budgets of queries and sessions, before and while the LLM answers. */
@Timeout(300)
class BudgetTest {
  private static final int CONCURRENCY = 4;

  /** Open at a time: twice the requests in flight; each may have been sent again meanwhile. */
  private static final long OPEN = 2 * CONCURRENCY;

  private static final String QUERY =
      "SELECT count(*), count_if(ai = good) FROM (SELECT good, AI.IF('Is it positive? ' || review,"
          + " optimization_mode => 'MAXIMIZE_QUALITY') AS ai FROM reviews WHERE id < 400)";

  @RegisterExtension static final SharedLab LAB = new SharedLab();

  @BeforeEach
  void reset() {
    LAB.server().setFaults(Faults.NONE);
    LAB.server().reset();
  }

  private static SparkSession session(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("spark.understudy.endpoints.default.concurrency", "" + CONCURRENCY);
    SparkSession session = LAB.fresh(all);
    Tables.register(session);
    return session;
  }

  private static List<String> run(SparkSession session, String query) {
    return Answers.of(session.sql(query).collectAsList());
  }

  @Test
  void queriesOfASessionShareItsBudget() {
    SparkSession session = session(Map.of("spark.understudy.budget.session.calls", "60"));
    String few = "SELECT count(AI.IF('Is it %s? ' || review)) FROM few";
    run(session, few.formatted("good"));
    assertThatThrownBy(() -> run(session, few.formatted("nice")))
        .satisfies(e -> assertThat(Errors.conditions(e)).contains("UNDERSTUDY_BUDGET.ESTIMATED"))
        .hasStackTraceContaining("spark.understudy.budget.session.calls");
    assertThat(LAB.server().requests()).isEqualTo(40);
    session.conf().set("spark.understudy.budget.session.calls", "80");
    run(session, few.formatted("nice"));
    assertThat(LAB.server().requests()).isEqualTo(80);
    SparkSession other = session(Map.of("spark.understudy.budget.session.calls", "60"));
    run(other, few.formatted("nice"));
    assertThat(LAB.server().requests()).isEqualTo(120);
  }

  @Test
  void callsOfAQueryShareItsBudget() {
    SparkSession session = session(Map.of("spark.understudy.budget.calls", "60"));
    assertThatThrownBy(
            () ->
                run(
                    session,
                    "SELECT AI.IF('Is it good? ' || review), AI.IF('Is it nice? ' || review) FROM"
                        + " few"))
        .satisfies(e -> assertThat(Errors.conditions(e)).contains("UNDERSTUDY_BUDGET"));
    assertThat(LAB.server().requests()).isLessThanOrEqualTo(60);
  }

  /** Failed requests are sent again, which no estimate knows. */
  @Test
  void aBudgetThatIsUsedUpEndsTheQueryAndKeepsItsLabels() throws Exception {
    Path store = Lab.folder("budget-store-" + System.nanoTime());
    SparkSession session =
        session(
            Map.of(
                "spark.understudy.store",
                store.toString(),
                "spark.understudy.budget.calls",
                "420"));
    LAB.server().setFaults(Faults.NONE.with(Fault.SERVER_ERROR, 0.3));
    assertThatThrownBy(() -> run(session, QUERY))
        .satisfies(e -> assertThat(Errors.conditions(e)).contains("UNDERSTUDY_BUDGET.USED_UP"))
        .hasStackTraceContaining("spark.understudy.budget.calls");
    assertThat(LAB.server().requests()).isBetween(420 - OPEN, 420 + 4 * OPEN);
    LAB.server().setFaults(Faults.NONE);
    LAB.server().reset();
    session.conf().unset("spark.understudy.budget.calls");
    long kept = settled(session);
    assertThat(kept).isBetween(250L, 399L);
    assertThat(run(session, QUERY)).containsExactly("400 | 400");
    assertThat(LAB.server().requests()).isEqualTo(400 - kept);
  }

  /** Labels once answers that were under way when the query ended have come in. */
  private static long settled(SparkSession session) throws InterruptedException {
    long before = -1;
    long kept = kept(session);
    while (kept != before) {
      Thread.sleep(1000);
      before = kept;
      kept = kept(session);
    }
    return kept;
  }

  private static long kept(SparkSession session) {
    return Long.parseLong(run(session, "SELECT count(*) FROM understudy_labels()").get(0));
  }
}
