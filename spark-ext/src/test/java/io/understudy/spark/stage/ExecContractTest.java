package io.understudy.spark.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.call.AiCall;
import io.understudy.call.AiFunction;
import io.understudy.call.AnswerSet;
import io.understudy.call.OptimizationMode;
import io.understudy.call.PromptTemplate;
import io.understudy.catalyst.bridge.Seqs;
import io.understudy.catalyst.plan.StageCall;
import io.understudy.spark.LocalSpark;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.NamedExpression$;
import org.apache.spark.sql.execution.LocalTableScanExec;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Spark expects of a physical node and gives to Scala's case classes only. */
class ExecContractTest {
  @BeforeAll
  static void session() {
    LocalSpark.session();
  }

  static Stream<SparkPlan> nodes() {
    LocalSpark.session();
    return Stream.of(ask(), embed());
  }

  private static SparkPlan ask() {
    Attribute text = column("text", DataTypes.StringType);
    return new AiStageExec(
        call(AiFunction.IF),
        Seqs.seq(text),
        Seqs.seq(),
        Seqs.none(),
        column("ai_if", DataTypes.BooleanType),
        rows(text));
  }

  private static SparkPlan embed() {
    Attribute text = column("text", DataTypes.StringType);
    return new EmbedStageExec(
        call(AiFunction.EMBED),
        text,
        column("ai_embed", DataTypes.createArrayType(DataTypes.FloatType, false)),
        rows(text));
  }

  private static StageCall call(AiFunction function) {
    return new StageCall(
        new AiCall(
            function,
            new AnswerSet.YesNo(),
            List.of(),
            "",
            OptimizationMode.MINIMIZE_COST,
            List.of(),
            Double.NaN,
            1.0,
            false,
            ""),
        new PromptTemplate(
            List.of(new PromptTemplate.Text("Good? "), new PromptTemplate.Slot("text"))));
  }

  private static SparkPlan rows(Attribute column) {
    return new LocalTableScanExec(Seqs.seq(column), Seqs.seq(), Seqs.none());
  }

  private static Attribute column(String name, DataType type) {
    return new AttributeReference(
        name, type, true, Metadata.empty(), NamedExpression$.MODULE$.newExprId(), Seqs.seq());
  }

  @ParameterizedTest
  @MethodSource("nodes")
  void copiesByPositionOfItsElements(SparkPlan node) {
    Object[] elements = new Object[node.productArity()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = node.productElement(i);
    }
    assertThat(node.makeCopy(elements)).isEqualTo(node).hasSameHashCodeAs(node).isNotSameAs(node);
    assertThat(node.withNewChildren(node.children())).isSameAs(node);
    assertThat(node.makeCopy(elements).toString()).isEqualTo(node.toString());
  }

  @ParameterizedTest
  @MethodSource("nodes")
  void addsOneColumnAndKeepsOrderAndPartitions(SparkPlan node) {
    List<Attribute> input = Seqs.list(node.children().apply(0).output());
    List<Attribute> output = Seqs.list(node.output());
    assertThat(output).hasSize(input.size() + 1).startsWith(input.toArray(Attribute[]::new));
    assertThat(node.missingInput().isEmpty()).isTrue();
    assertThat(node.outputPartitioning()).isEqualTo(node.children().apply(0).outputPartitioning());
    assertThat(node.outputOrdering()).isEqualTo(node.children().apply(0).outputOrdering());
  }

  @ParameterizedTest
  @MethodSource("nodes")
  void isShownOnOneLine(SparkPlan node) {
    assertThat(node.simpleString(100)).doesNotContain("\n", "io.understudy", "@");
    assertThat(node.nodeName()).doesNotContain("Exec");
  }

  @ParameterizedTest
  @MethodSource("nodes")
  void metricsAreMadeOncePerNode(SparkPlan node) {
    assertThat(node.metrics().isEmpty()).isFalse();
    assertThat((Object) node.metrics()).isSameAs(node.metrics());
    Object[] elements = new Object[node.productArity()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = node.productElement(i);
    }
    assertThat((Object) ((SparkPlan) node.makeCopy(elements)).metrics())
        .isNotSameAs(node.metrics());
  }

  /** Reuse of exchanges and subqueries asks for this. */
  @ParameterizedTest
  @MethodSource("pairs")
  void sameResultUnderOtherExpressionIds(SparkPlan one, SparkPlan two) {
    assertThat(one).isNotEqualTo(two);
    assertThat(one.canonicalized()).isEqualTo(two.canonicalized());
    assertThat(one.sameResult(two)).isTrue();
    assertThat(one.semanticHash()).isEqualTo(two.semanticHash());
  }

  static Stream<org.junit.jupiter.params.provider.Arguments> pairs() {
    LocalSpark.session();
    return Stream.of(
        org.junit.jupiter.params.provider.Arguments.of(ask(), ask()),
        org.junit.jupiter.params.provider.Arguments.of(embed(), embed()));
  }
}
