package io.understudy.catalyst.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.understudy.call.AiCall;
import io.understudy.call.Answer;
import io.understudy.call.AnswerSet;
import io.understudy.call.Category;
import io.understudy.call.Example;
import io.understudy.call.OptimizationMode;
import io.understudy.call.Promise;
import io.understudy.catalyst.Plans;
import io.understudy.catalyst.bridge.Seqs;
import io.understudy.catalyst.bridge.Transforms;
import java.util.List;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {
  /** Call, condition, SQLSTATE, and what the message must name. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "AI.IF(text, prompt2 => 'x')|UNRECOGNIZED_PARAMETER_NAME|4274K|prompt2",
        "AI.IF()|REQUIRED_PARAMETER_NOT_FOUND|4274K|prompt",
        "AI.CLASSIFY(text)|REQUIRED_PARAMETER_NOT_FOUND|4274K|categories",
        "AI.IF(text, prompt => text)|DUPLICATE_ROUTINE_PARAMETER_ASSIGNMENT.BOTH_POSITIONAL_AND_NAMED|4274K|prompt",
        "AI.EMBED(text, 'a', 'b', 'c')|WRONG_NUM_ARGS.WITHOUT_SUGGESTION|42605|ai_embed",
        "AI.IF(DISTINCT text)|INVALID_SQL_SYNTAX.FUNCTION_WITH_UNSUPPORTED_SYNTAX|42000|DISTINCT",
        "AI.IF(text) FILTER (WHERE id > 1)|INVALID_SQL_SYNTAX.FUNCTION_WITH_UNSUPPORTED_SYNTAX|42000|FILTER",
        "AI.IF(text) IGNORE NULLS|INVALID_SQL_SYNTAX.FUNCTION_WITH_UNSUPPORTED_SYNTAX|42000|IGNORE NULLS",
        "AI.IF(id)|UNDERSTUDY_ARGUMENT_TYPE|42K09|argument prompt has the type BIGINT, but must be a STRING",
        "AI.IF(emb)|UNDERSTUDY_ARGUMENT_TYPE|42K09|argument prompt",
        "AI.IF(concat('Good? ', text, rand()))|UNDERSTUDY_ARGUMENT_NOT_DETERMINISTIC|42K0E|argument prompt is",
        "AI.IF(concat('Good? ', uuid()))|UNDERSTUDY_ARGUMENT_NOT_DETERMINISTIC|42K0E|deterministic",
        "AI.EMBED(uuid())|UNDERSTUDY_ARGUMENT_NOT_DETERMINISTIC|42K0E|argument content",
        "AI.IF(text, f1_target => 1 / 0)|DIVIDE_BY_ZERO|22012|try_divide",
        "AI.IF(text, endpoint => CAST(raise_error('x') AS STRING))|UNDERSTUDY_ARGUMENT_NOT_CONSTANT|42K09|endpoint",
        "AI.IF(text, embeddings => text)|UNDERSTUDY_ARGUMENT_TYPE|42K09|argument embeddings has the type STRING",
        "AI.IF(text, embeddings => array(1, 2))|UNDERSTUDY_ARGUMENT_TYPE|42K09|ARRAY<INT>",
        "AI.IF(text, embeddings => NULL)|UNDERSTUDY_ARGUMENT_TYPE|42K09|argument embeddings",
        "AI.IF(text, endpoint => title)|UNDERSTUDY_ARGUMENT_NOT_CONSTANT|42K09|argument endpoint must be a constant",
        "AI.IF(text, endpoint => 3)|UNDERSTUDY_ARGUMENT_TYPE|42K09|argument endpoint has the type INT",
        "AI.IF(text, endpoint => CAST(NULL AS STRING))|UNDERSTUDY_ARGUMENT_VALUE|22023|argument endpoint has the value NULL",
        "AI.IF(text, optimization_mode => 'FAST')|UNDERSTUDY_ARGUMENT_VALUE|22023|one of [MINIMIZE_COST, MAXIMIZE_QUALITY]",
        "AI.IF(text, f1_target => 1)|UNDERSTUDY_ARGUMENT_VALUE|22023|argument f1_target has the value 1.0",
        "AI.IF(text, f1_target => 0)|UNDERSTUDY_ARGUMENT_VALUE|22023|strictly between 0 and 1",
        "AI.IF(text, f1_target => -0.5)|UNDERSTUDY_ARGUMENT_VALUE|22023|argument f1_target",
        "AI.IF(text, f1_target => double('NaN'))|UNDERSTUDY_ARGUMENT_VALUE|22023|NaN",
        "AI.IF(text, precision_target => 'high')|UNDERSTUDY_ARGUMENT_TYPE|42K09|argument precision_target has the type STRING",
        "AI.IF(text, recall_target => stars)|UNDERSTUDY_ARGUMENT_NOT_CONSTANT|42K09|recall_target",
        "AI.IF(text, confidence => 90)|UNDERSTUDY_ARGUMENT_VALUE|22023|confidence => 0.95",
        "AI.IF(text, max_error_ratio => 1.5)|UNDERSTUDY_ARGUMENT_VALUE|22023|a ratio from 0 to 1",
        "AI.IF(text, connection_id => 7)|UNDERSTUDY_ARGUMENT_TYPE|42K09|connection_id",
        "AI.IF(text, examples => array('good'))|UNDERSTUDY_ARGUMENT_TYPE|42K09|ARRAY<STRUCT<STRING, BOOLEAN>>",
        "AI.IF(text, examples => array(('good', 'yes')))|UNDERSTUDY_ARGUMENT_TYPE|42K09|argument examples",
        "AI.IF(text, examples => array((CAST(NULL AS STRING), true)))|UNDERSTUDY_ARGUMENT_VALUE|22023|NULL in a struct",
        "AI.CLASSIFY(text, array())|UNDERSTUDY_CATEGORIES|22023|categories is empty",
        "AI.CLASSIFY(text, array('a'))|UNDERSTUDY_CATEGORIES|22023|has a single element",
        "AI.CLASSIFY(text, array('a', ' '))|UNDERSTUDY_CATEGORIES|22023|has a blank name",
        "AI.CLASSIFY(text, array('a', 'b', 'a'))|UNDERSTUDY_CATEGORIES|22023|names 'a' twice",
        "AI.CLASSIFY(text, array('a', NULL))|UNDERSTUDY_ARGUMENT_VALUE|22023|NULL in element 2",
        "AI.CLASSIFY(text, array('a', title))|UNDERSTUDY_ARGUMENT_NOT_CONSTANT|42K09|argument categories must be a constant",
        "AI.CLASSIFY(text, 'a, b')|UNDERSTUDY_ARGUMENT_TYPE|42K09|argument categories has the type STRING",
        "AI.CLASSIFY(text, array(1, 2))|UNDERSTUDY_ARGUMENT_TYPE|42K09|ARRAY<INT>",
        "AI.CLASSIFY(text, array((CAST(NULL AS STRING), 'x'), ('b', 'y')))|UNDERSTUDY_CATEGORIES|22023|has NULL as a name",
        "AI.CLASSIFY(text, array('a', 'b'), output_mode => 'many')|UNDERSTUDY_ARGUMENT_VALUE|22023|one of [single, multi]",
        "AI.CLASSIFY(text, array('a', 'b'), f1_target => 0.9)|UNRECOGNIZED_PARAMETER_NAME|4274K|f1_target",
        "AI.CLASSIFY(text, array('a', 'b'), examples => array(('x', 'c')))|UNDERSTUDY_ARGUMENT_VALUE|22023|the answer 'c'",
        "AI.CLASSIFY(text, array('a', 'b'), examples => array(('x', 'a')), output_mode => 'multi')|UNDERSTUDY_ARGUMENT_TYPE|42K09|ARRAY<STRUCT<STRING, ARRAY<STRING>>>",
      })
  void wrongArgumentIsNamed(String call, String condition, String state, String named) {
    Throwable thrown =
        catchThrowable(() -> Plans.analysed("SELECT " + call + " AS answer FROM reviews"));
    assertThat(thrown).as(call).isInstanceOf(SparkThrowable.class);
    assertThat(((SparkThrowable) thrown).getCondition()).as(call).isEqualTo(condition);
    assertThat(((SparkThrowable) thrown).getSqlState()).as(call).isEqualTo(state);
    assertThat(thrown).as(call).hasMessageContaining(named);
    // Every parameter of the template got a value, and Spark's own reader of errors agrees.
    assertThat(
            String.valueOf(thrown.getMessage())
                .replaceAll("<(STRING|STRUCT|ARRAY|FLOAT|DOUBLE|INT)[^ ]*", ""))
        .doesNotContainPattern("<[a-z]+>");
  }

  @Test
  void leftOutArgumentsHaveDefaults() {
    assertThat(call("AI.IF('Good? ' || text)"))
        .isEqualTo(
            new AiCall(
                io.understudy.call.AiFunction.IF,
                new AnswerSet.YesNo(),
                List.of(),
                "",
                OptimizationMode.MINIMIZE_COST,
                List.of(),
                Double.NaN,
                1.0,
                false,
                ""));
  }

  @Test
  void namedAndPositionalArgumentsMeanTheSame() {
    AiCall named =
        call(
            "ai.`classify`(endpoint => 'big', categories => array('a', 'b'), input => text,"
                + " examples => array(('x', 'b')))");
    assertThat(call("ai_classify(text, array('a', 'b'), array(('x', 'b')), 'big')"))
        .isEqualTo(named);
    assertThat(named.endpoint()).isEqualTo("big");
    assertThat(named.examples()).containsExactly(new Example("x", Answer.of(1)));
  }

  @Test
  void everythingGivenIsKept() {
    AiCall call =
        call(
            "AI.IF(('Good? ', text, title), examples => array(('fine', true), ('bad', false)),"
                + " optimization_mode => 'maximize_quality', max_error_ratio => 0.25,"
                + " f1_target => 0.8, precision_target => 0.7D, recall_target => 0.6BD,"
                + " accuracy_target => 0.5F, confidence => 0.95, connection_id => 'us.c')");
    assertThat(call.promises())
        .containsExactly(
            new Promise.F1(0.8),
            new Promise.Precision(0.7),
            new Promise.Recall(0.6),
            new Promise.Accuracy(0.5));
    assertThat(call.mode()).isEqualTo(OptimizationMode.MAXIMIZE_QUALITY);
    assertThat(call.confidence()).isEqualTo(0.95);
    assertThat(call.maxErrorRatio()).isEqualTo(0.25);
    assertThat(call.examples())
        .containsExactly(new Example("fine", Answer.of(1)), new Example("bad", Answer.of(0)));
  }

  @Test
  void constantsMayBeComputed() {
    AiCall call = call("AI.CLASSIFY(text, split(lower('A,B'), ','), endpoint => 'b' || 'g')");
    assertThat(call.answers().labels()).containsExactly("a", "b");
    assertThat(call.endpoint()).isEqualTo("bg");
  }

  @Test
  void categoriesMayBeDescribed() {
    assertThat(call("AI.CLASSIFY(text, array(('a', 'first'), ('b', NULL)))").answers())
        .isEqualTo(new AnswerSet.OneOf(List.of(new Category("a", "first"), new Category("b", ""))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "AI.IF(text)|BOOLEAN",
        "AI.CLASSIFY(text, array('a', 'b'))|STRING",
        "AI.CLASSIFY(text, array('a', 'b'), output_mode => 'single')|ARRAY<STRING>",
        "AI.CLASSIFY(text, array('a', 'b'), output_mode => 'multi')|ARRAY<STRING>",
        "AI.EMBED(text)|ARRAY<FLOAT>",
        "AI.EMBED((title, text), model => 'small')|ARRAY<FLOAT>",
      })
  void returnsItsType(String call, String type) {
    DataType actual =
        Plans.analysed("SELECT " + call + " AS answer FROM reviews").schema().apply(0).dataType();
    assertThat(actual.sql()).isEqualTo(type);
  }

  @Test
  void lambdaIsRefused() {
    String sql = "SELECT transform(array(text), t -> AI.IF('Good? ' || t)) AS answer FROM reviews";
    Throwable thrown = catchThrowable(() -> Plans.extracted(sql));
    assertThat(thrown)
        .hasMessageContaining("inside a lambda function")
        .isInstanceOf(SparkThrowable.class);
    assertThat(((SparkThrowable) thrown).getCondition()).isEqualTo("UNDERSTUDY_UNSUPPORTED_PLACE");
  }

  private static AiCall call(String sql) {
    LogicalPlan plan = Plans.analysed("SELECT " + sql + " AS answer FROM reviews");
    return Seqs.list(plan.expressions()).stream()
        .flatMap(e -> Transforms.collect(e, AiExpression.class).stream())
        .findFirst()
        .orElseThrow()
        .call();
  }
}
