package io.understudy.catalyst;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.catalyst.bridge.Seqs;
import io.understudy.catalyst.bridge.Transforms;
import io.understudy.catalyst.plan.AiStage;
import io.understudy.catalyst.resolve.AiExpression;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Upper;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.trees.TreeNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Spark expects of a node or expression and gives to Scala's case classes only. */
class ContractOfNodesTest {
  private static final String IF = "AI.IF('Good? ' || text, embeddings => emb, f1_target => 0.8)";
  private static final String CLASSIFY =
      "AI.CLASSIFY(text, array(('film', 'a film'), ('book', 'a book')), output_mode => 'multi')";

  static Stream<TreeNode<?>> nodes() {
    return Stream.of(call(IF), call(CLASSIFY), call("AI.EMBED(text)"), stage(IF), stage(CLASSIFY));
  }

  static Stream<AiExpression> calls() {
    return Stream.of(call(IF), call(CLASSIFY), call("AI.EMBED(text)"));
  }

  private static AiExpression call(String sql) {
    LogicalPlan plan = Plans.analysed("SELECT " + sql + " AS answer FROM reviews");
    return Seqs.list(plan.expressions()).stream()
        .flatMap(e -> Transforms.collect(e, AiExpression.class).stream())
        .findFirst()
        .orElseThrow();
  }

  private static AiStage stage(String sql) {
    LogicalPlan plan = Plans.extracted("SELECT " + sql + " AS answer FROM reviews").after();
    return Transforms.collect(plan, AiStage.class).get(0);
  }

  @ParameterizedTest
  @MethodSource("nodes")
  void copiesByPositionOfItsElements(TreeNode<?> node) {
    Object[] elements = new Object[node.productArity()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = node.productElement(i);
    }
    TreeNode<?> copy = node.makeCopy(elements);
    assertThat(copy).isEqualTo(node).hasSameHashCodeAs(node).isNotSameAs(node);
    assertThat(copy.toString()).isEqualTo(node.toString());
  }

  @ParameterizedTest
  @MethodSource("nodes")
  void isShownWithoutItsClassesOrLineBreaks(TreeNode<?> node) {
    assertThat(node.simpleString(100)).doesNotContain("\n", "io.understudy", "@", "List(");
    assertThat(node.treeString()).contains(node.simpleString(100).substring(0, 7));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void isNewWithOtherChildrenOnly(AiExpression call) {
    assertThat(call.withNewChildren(call.children())).isSameAs(call);
    Expression changed =
        Transforms.up(
            (Expression) call,
            e ->
                e instanceof Attribute attribute && attribute.name().equals("text")
                    ? new Upper(attribute)
                    : e);
    assertThat(changed).isInstanceOf(AiExpression.class).isNotEqualTo(call);
    assertThat(((AiExpression) changed).call()).isEqualTo(call.call());
    assertThat(changed.semanticEquals(call)).isFalse();
    assertThat(changed.references()).isEqualTo(call.references());
  }

  @ParameterizedTest
  @MethodSource("calls")
  void isTheSameCallUnderOtherNamesOfItsColumns(AiExpression call) {
    Expression renamed =
        Transforms.up(
            (Expression) call,
            e -> e instanceof AttributeReference attribute ? attribute.withName("other") : e);
    assertThat(renamed).isNotEqualTo(call);
    assertThat(renamed.semanticEquals(call)).isTrue();
    assertThat(renamed.semanticHash()).isEqualTo(call.semanticHash());
    assertThat(call.canonicalized().canonicalized()).isEqualTo(call.canonicalized());
  }

  @ParameterizedTest
  @MethodSource("calls")
  void travels(AiExpression call) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(call);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(call).hasSameHashCodeAs(call);
    }
  }

  @ParameterizedTest
  @MethodSource("calls")
  void mayGroupAndIsNeverComputedWhilePlanned(AiExpression call) {
    assertThat(call.deterministic()).isTrue();
    assertThat(call.foldable()).isFalse();
    assertThat(call.nullable()).isTrue();
    assertThat(call.resolved()).isTrue();
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> call.eval(InternalRow.empty()))
        .hasMessageContaining("UNDERSTUDY_UNSUPPORTED_PLACE");
  }

  @Test
  void callsDifferByTheirConstants() {
    List<AiExpression> calls =
        Stream.of(
                "AI.IF('Good? ' || text)",
                "AI.IF('Good! ' || text)",
                "AI.IF('Good? ' || text, f1_target => 0.8)",
                "AI.IF('Good? ' || text, confidence => 0.8)",
                "AI.IF('Good? ' || text, endpoint => 'big')",
                "AI.IF('Good? ' || text, embeddings => emb)",
                "AI.IF('Good? ' || text, examples => array(('fine', true)))",
                "AI.IF('Good? ' || text, examples => array(('fine', false)))",
                "AI.CLASSIFY('Good? ' || text, array('film', 'book'))",
                "AI.CLASSIFY('Good? ' || text, array('book', 'film'))")
            .map(ContractOfNodesTest::call)
            .toList();
    assertThat(calls.stream().map(AiExpression::call).distinct()).hasSize(calls.size() - 2);
    for (AiExpression one : calls) {
      assertThat(calls.stream().filter(other -> other.call().equals(one.call())))
          .allSatisfy(
              other ->
                  assertThat(other.call() == one.call() || !other.semanticEquals(one)).isTrue());
    }
  }

  @Test
  void stageAddsOneColumnAndNeedsItsDataOnly() {
    AiStage stage = stage(IF);
    assertThat(Seqs.list(stage.output()).subList(0, stage.child().output().size()))
        .isEqualTo(Seqs.list(stage.child().output()));
    assertThat(Seqs.list(stage.output())).last().isEqualTo(stage.answer());
    assertThat(stage.references().contains(stage.answer())).isFalse();
    assertThat(stage.missingInput().isEmpty()).isTrue();
    assertThat(stage.withNewChildren(stage.children())).isSameAs(stage);
  }

  @Test
  void equalStagesHaveEqualCanonicalForms() {
    AiStage one = stage(IF);
    AiStage two = stage(IF);
    assertThat(one).isNotEqualTo(two);
    // The tables differ in nothing but their expression ids.
    assertThat(one.canonicalized().toString().replaceAll("#\\d+", "#"))
        .isEqualTo(two.canonicalized().toString().replaceAll("#\\d+", "#"));
    assertThat(one.answer()).isNotEqualTo(two.answer());
  }
}
