package io.understudy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.understudy.error.ErrorCondition;
import io.understudy.error.ErrorPhase;
import io.understudy.localllm.Fault;
import io.understudy.localllm.Faults;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every condition, as SQL provokes it and as the user gets it. */
class ErrorConditionsTest {
  private static final String IF = "AI.IF('Is it positive? ' || review";
  private static final String OF_REVIEWS =
      "SELECT count_if(" + IF + ", embeddings => emb)) FROM reviews";
  private static final String OF_FEW = "SELECT count_if(" + IF + ")) FROM few";

  @RegisterExtension static final SharedLab LAB = new SharedLab();

  @BeforeEach
  @AfterEach
  void behave() {
    LAB.server().setFaults(Faults.NONE);
    LAB.server().reset();
  }

  /**
   * A query that ends in a condition.
   *
   * @param settings of its session
   * @param faults of the LLM's server while it runs
   * @param parameters that the error must carry, beside others
   */
  private record Provocation(
      ErrorCondition condition,
      String query,
      Map<String, String> settings,
      Faults faults,
      Map<String, String> parameters) {

    Provocation(ErrorCondition condition, String query, Map<String, String> parameters) {
      this(condition, query, Map.of(), Faults.NONE, parameters);
    }

    Provocation in(Map<String, String> session) {
      return new Provocation(condition, query, session, faults, parameters);
    }

    Provocation with(Faults happening) {
      return new Provocation(condition, query, settings, happening, parameters);
    }
  }

  private static List<Provocation> provocations() {
    return Stream.of(ofArguments(), ofSettings(), ofExecution()).flatMap(List::stream).toList();
  }

  private static List<Provocation> ofArguments() {
    return List.of(
        new Provocation(
            ErrorCondition.UNDERSTUDY_ARGUMENT_NOT_CONSTANT,
            "SELECT " + IF + ", endpoint => kind) FROM few",
            Map.of("function", "AI.IF", "argument", "endpoint")),
        new Provocation(
            ErrorCondition.UNDERSTUDY_ARGUMENT_NOT_DETERMINISTIC,
            "SELECT AI.IF('Is it positive? ' || uuid()) FROM few",
            Map.of("function", "AI.IF", "argument", "prompt")),
        new Provocation(
            ErrorCondition.UNDERSTUDY_ARGUMENT_TYPE,
            "SELECT AI.CLASSIFY(review, 'book, film') FROM few",
            Map.of("function", "AI.CLASSIFY", "argument", "categories", "actual", "STRING")),
        new Provocation(
            ErrorCondition.UNDERSTUDY_ARGUMENT_VALUE,
            "SELECT " + IF + ", confidence => 95) FROM few",
            Map.of("function", "AI.IF", "argument", "confidence", "value", "95.0")),
        new Provocation(
            ErrorCondition.UNDERSTUDY_CATEGORIES,
            "SELECT AI.CLASSIFY(review, array('film', 'film')) FROM few",
            Map.of("function", "AI.CLASSIFY", "problem", "names 'film' twice")),
        new Provocation(
            ErrorCondition.UNDERSTUDY_UNSUPPORTED_PLACE,
            "SELECT filter(array(review), r -> AI.IF('Is it positive? ' || r)) FROM few",
            Map.of("function", "AI.IF")));
  }

  private static List<Provocation> ofSettings() {
    String endpoint = "spark.understudy.endpoints.default.";
    return List.of(
        new Provocation(
                ErrorCondition.UNDERSTUDY_CONFIGURATION_BAD_VALUE,
                OF_FEW,
                Map.of("key", "spark.understudy.labels", "value", "the value 'many'"))
            .in(Map.of("spark.understudy.labels", "many")),
        new Provocation(
                ErrorCondition.UNDERSTUDY_CONFIGURATION_BATCH_PROVIDER,
                OF_FEW,
                Map.of("endpoint", "default", "provider", "anthropic", "key", endpoint + "batch"))
            .in(Map.of(endpoint + "batch", "true", endpoint + "provider", "anthropic")),
        new Provocation(
            ErrorCondition.UNDERSTUDY_CONFIGURATION_EMBEDDER_MISSING,
            "SELECT AI.EMBED(review, endpoint => 'nobody') FROM few",
            Map.of("function", "AI.EMBED", "embedder", "nobody")),
        new Provocation(
            ErrorCondition.UNDERSTUDY_CONFIGURATION_ENDPOINT_INCOMPLETE,
            "SELECT " + IF + ", endpoint => 'defualt') FROM few",
            Map.of(
                "endpoint",
                "defualt",
                "keys",
                "spark.understudy.endpoints.defualt.url and spark.understudy.endpoints.defualt.model",
                "known",
                "Configured are: default, vectors.")),
        new Provocation(
            ErrorCondition.UNDERSTUDY_CONFIGURATION_ENDPOINT_NAME,
            "SELECT " + IF + ", endpoint => 'my model') FROM few",
            Map.of("endpoint", "my model")),
        new Provocation(
                ErrorCondition.UNDERSTUDY_CONFIGURATION_TWO_SECRETS,
                OF_FEW,
                Map.of("env", endpoint + "apiKey.env", "alias", endpoint + "apiKey.alias"))
            .in(Map.of(endpoint + "apiKey.env", "A", endpoint + "apiKey.alias", "b")),
        new Provocation(
                ErrorCondition.UNDERSTUDY_CONFIGURATION_UNKNOWN_KEY,
                OF_FEW,
                Map.of("key", "spark.understudy.lables", "nearest", "spark.understudy.labels"))
            .in(Map.of("spark.understudy.lables", "100")));
  }

  private static List<Provocation> ofExecution() {
    return List.of(
        new Provocation(
                ErrorCondition.UNDERSTUDY_ALL_ROWS_FAILED,
                OF_REVIEWS,
                Map.of("function", "AI.IF", "asked", "10"))
            .with(Faults.NONE.with(Fault.REFUSAL, 1)),
        new Provocation(
                ErrorCondition.UNDERSTUDY_BUDGET_ESTIMATED,
                OF_REVIEWS,
                Map.of("key", "spark.understudy.budget.calls", "estimate", "200.00 calls"))
            .in(Map.of("spark.understudy.budget.calls", "100")),
        new Provocation(
                ErrorCondition.UNDERSTUDY_EMBEDDING,
                "SELECT AI.EMBED(review) FROM few",
                Map.of("function", "AI.EMBED"))
            .in(
                Map.of(
                    "spark.understudy.endpoints.vectors.url",
                    "http://127.0.0.1:1/v1",
                    "spark.understudy.endpoints.vectors.deadline",
                    "1s")),
        new Provocation(
                ErrorCondition.UNDERSTUDY_ENDPOINT,
                OF_FEW,
                Map.of("function", "AI.IF", "endpoint", "default"))
            .in(Map.of("spark.understudy.endpoints.default.apiKey.env", "NO_SUCH_VARIABLE")),
        new Provocation(
                ErrorCondition.UNDERSTUDY_REFUSED,
                "SELECT count_if("
                    + IF
                    + ", embeddings => emb)) FROM (SELECT * FROM reviews WHERE NOT good)",
                Map.of("function", "AI.IF"))
            .in(Map.of("spark.understudy.onReject", "fail")),
        new Provocation(
                ErrorCondition.UNDERSTUDY_TOO_MANY_ERRORS,
                "SELECT count_if(" + IF + ", max_error_ratio => 0.01)) FROM reviews",
                Map.of("function", "AI.IF", "ratio", "0.01"))
            .with(Faults.NONE.with(Fault.OFF_LIST, 0.3)));
  }

  /**
   * Provoked by tests of their own: below, where more than one query is needed, in {@link
   * LabelStoreTest} and {@link PreparedModelsTest}, about views in {@link EmbeddingViewsTest} and
   * {@link AnswerViewsTest}, and without Delta in {@code CallSettingsTest}.
   */
  private static final Set<ErrorCondition> ELSEWHERE =
      Set.of(
          ErrorCondition.UNDERSTUDY_BUDGET_USED_UP,
          ErrorCondition.UNDERSTUDY_INPUT_CHANGED,
          ErrorCondition.UNDERSTUDY_MODEL_EXISTS,
          ErrorCondition.UNDERSTUDY_ANSWER_VIEW_BUSY,
          ErrorCondition.UNDERSTUDY_ANSWER_VIEW_EXISTS,
          ErrorCondition.UNDERSTUDY_ANSWER_VIEW_LLM,
          ErrorCondition.UNDERSTUDY_ANSWER_VIEW_NOT_FOUND,
          ErrorCondition.UNDERSTUDY_ANSWER_VIEW_NO_STORE,
          ErrorCondition.UNDERSTUDY_ANSWER_VIEW_QUERY,
          ErrorCondition.UNDERSTUDY_ANSWER_VIEW_READ_ONLY,
          ErrorCondition.UNDERSTUDY_ANSWER_VIEW_TEXTS,
          ErrorCondition.UNDERSTUDY_MODEL_NOT_FOUND,
          ErrorCondition.UNDERSTUDY_MODEL_NOT_MADE,
          ErrorCondition.UNDERSTUDY_MODEL_NOT_PLAYABLE,
          ErrorCondition.UNDERSTUDY_MODEL_NO_STORE,
          ErrorCondition.UNDERSTUDY_MODEL_UNREADABLE,
          ErrorCondition.UNDERSTUDY_STATEMENT,
          ErrorCondition.UNDERSTUDY_STORE_NEWER,
          ErrorCondition.UNDERSTUDY_STORE_NO_DELTA,
          ErrorCondition.UNDERSTUDY_STORE_UNREADABLE,
          ErrorCondition.UNDERSTUDY_STORE_UNWRITABLE,
          ErrorCondition.UNDERSTUDY_VIEW_BUSY,
          ErrorCondition.UNDERSTUDY_VIEW_EMBEDDER,
          ErrorCondition.UNDERSTUDY_VIEW_EXISTS,
          ErrorCondition.UNDERSTUDY_VIEW_NOT_FOUND,
          ErrorCondition.UNDERSTUDY_VIEW_NO_STORE,
          ErrorCondition.UNDERSTUDY_VIEW_SOURCE);

  @Test
  void noConditionIsLeftOut() {
    Set<ErrorCondition> provoked =
        provocations().stream()
            .map(Provocation::condition)
            .collect(Collectors.toCollection(TreeSet::new));
    provoked.addAll(ELSEWHERE);
    assertThat(provoked).containsExactlyInAnyOrder(ErrorCondition.values());
  }

  @TestFactory
  Stream<DynamicTest> conditionReachesTheUser() {
    return provocations().stream()
        .map(p -> DynamicTest.dynamicTest(p.condition().condition(), () -> provoke(p)));
  }

  private static void provoke(Provocation provocation) {
    SparkSession session = LAB.small(provocation.settings());
    LAB.server().setFaults(provocation.faults());
    LAB.server().reset();
    boolean whenAnalysed =
        provocation.condition().phase() == ErrorPhase.ANALYSIS
            || provocation.condition().phase() == ErrorPhase.CONFIGURATION;
    Throwable thrown =
        catchThrowable(
            () -> {
              var analysed = session.sql(provocation.query());
              assertThat(whenAnalysed).as("no error at analysis").isFalse();
              analysed.collectAsList();
            });
    behaveAgain();
    SparkThrowable error = own(thrown);
    assertThat(error.getCondition()).isEqualTo(provocation.condition().condition());
    assertThat(error.getSqlState()).isEqualTo(provocation.condition().sqlState());
    assertThat(error.getDefaultMessageTemplate()).isEqualTo(provocation.condition().template());
    assertThat(error.getMessageParameters())
        .containsAllEntriesOf(provocation.parameters())
        .containsOnlyKeys(provocation.condition().parameters())
        .allSatisfy((name, value) -> assertThat(value).as(name).isNotBlank());
    assertThat(((Throwable) error).getMessage())
        .isEqualTo(provocation.condition().message(error.getMessageParameters()));
    if (whenAnalysed) {
      assertThat(thrown).isInstanceOf(AnalysisException.class).hasNoCause();
      assertThat(LAB.server().requests()).isZero();
    }
  }

  /**
   * The estimate of the calls that a cascade still needs is one; where it is too low, the desk
   * stops at the budget, and what was paid for stays.
   */
  @Test
  void budgetIsUsedUpWhereTheEstimateWasTooLow() {
    String query =
        "SELECT count(AI.CLASSIFY(review, array('book', 'film', 'game'), embeddings => emb,"
            + " accuracy_target => 0.9)) FROM blurred";
    // The estimate is too low in about one sample of three; with 4 it is known to be.
    for (int seed : new int[] {4, 1, 2, 3, 5, 6, 7, 8}) {
      LAB.server().reset();
      Map<String, String> seeded = Map.of("spark.understudy.seed", Integer.toString(seed));
      LAB.small(seeded).sql(query).collectAsList();
      long needed = LAB.server().requests();
      Map<String, String> less = new HashMap<>(seeded);
      less.put("spark.understudy.budget.calls", Long.toString(needed - 1));
      LAB.server().reset();
      SparkSession session = LAB.small(less);
      SparkThrowable error = own(catchThrowable(() -> session.sql(query).collectAsList()));
      if (error.getCondition().equals("UNDERSTUDY_BUDGET.USED_UP")) {
        assertThat(error.getSqlState()).isEqualTo("54000");
        assertThat(error.getMessageParameters())
            .containsEntry("function", "AI.CLASSIFY")
            .containsEntry("key", "spark.understudy.budget.calls")
            .containsEntry("budget", Long.toString(needed - 1));
        assertThat(LAB.server().requests()).isEqualTo(needed - 1);
        session.conf().unset("spark.understudy.budget.calls");
        session.sql(query).collectAsList();
        assertThat(LAB.server().requests()).as("paid once").isEqualTo(needed);
        return;
      }
      assertThat(error.getCondition()).isEqualTo("UNDERSTUDY_BUDGET.ESTIMATED");
    }
    throw new AssertionError("with none of the seeds was the estimate too low");
  }

  private static void behaveAgain() {
    LAB.server().setFaults(Faults.NONE);
  }

  /** The first of the exception and its causes that has a condition of ours. */
  private static SparkThrowable own(Throwable thrown) {
    assertThat(thrown).as("an error").isNotNull();
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof SparkThrowable spark
          && String.valueOf(spark.getCondition()).startsWith("UNDERSTUDY_")) {
        return spark;
      }
    }
    throw new AssertionError("no condition of ours", thrown);
  }
}
