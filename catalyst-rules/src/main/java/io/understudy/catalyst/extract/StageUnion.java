package io.understudy.catalyst.extract;

import io.understudy.call.PromptTemplate;
import io.understudy.catalyst.bridge.Seqs;
import io.understudy.catalyst.bridge.Transforms;
import io.understudy.catalyst.plan.AiStage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.CaseWhen;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression$;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.types.DataTypes;
import scala.Tuple2;

/**
 * One stage for branches that ask the same. Below it is a union of what the stage and the branches
 * need: columns with a value in every branch, columns of one branch that are NULL in the others,
 * and a branch number if branches differ in what they do with the answer.
 */
final class StageUnion {
  private final List<UnionBranch> branches;
  private final Attribute answer;

  /** One expression per branch for each column of the union. */
  private final Map<List<Expression>, Integer> columns = new LinkedHashMap<>();

  StageUnion(List<UnionBranch> branches) {
    this.branches = branches;
    this.answer = branches.get(0).stage().answer();
  }

  /** Equal for branches that one stage can serve: slots may have other names. */
  static Object question(UnionBranch branch) {
    AiStage stage = branch.stage();
    PromptTemplate prompt = stage.call().prompt();
    return List.of(
        stage.call().call(),
        prompt.withoutNames(),
        // Texts of several collations are of several types, and have no union.
        Seqs.list(stage.slots()).stream().map(Expression::dataType).toList(),
        Seqs.list(stage.embeddings()).stream().map(Expression::dataType).toList());
  }

  /**
   * @param names the identities of the output
   * @param unionOf makes the union of the branches' rows
   */
  LogicalPlan plan(List<Attribute> names, Function<List<LogicalPlan>, LogicalPlan> unionOf) {
    AiStage first = branches.get(0).stage();
    List<Integer> slots = each(first.slots().size(), i -> b -> b.stage().slots().apply(i));
    List<Integer> vectors =
        each(first.embeddings().size(), i -> b -> b.stage().embeddings().apply(i));
    Above kept = above(b -> b.kept().orElse(Literal.TrueLiteral()));
    List<Above> output =
        IntStream.range(0, branches.get(0).columns().size())
            .mapToObj(i -> above(b -> b.columns().get(i)))
            .toList();

    LogicalPlan union = unionOf.apply(inputs());
    List<Attribute> rows = Seqs.list(union.output());
    LogicalPlan stage =
        new AiStage(
            first.call(),
            Seqs.of(slots.stream().map(rows::get).toList()),
            Seqs.of(vectors.stream().map(rows::get).toList()),
            answer,
            union);
    Expression condition = kept.over(rows);
    List<NamedExpression> shown = new ArrayList<>();
    for (int i = 0; i < output.size(); i++) {
      shown.add(as(output.get(i).over(rows), names.get(i)));
    }
    return new Project(
        Seqs.of(shown),
        condition.equals(Literal.TrueLiteral()) ? stage : new Filter(condition, stage));
  }

  /** What is computed above the stage, once the columns of the union are known. */
  private interface Above {
    Expression over(List<Attribute> rows);
  }

  private List<Integer> each(
      int count, Function<Integer, Function<UnionBranch, Expression>> expression) {
    return IntStream.range(0, count)
        .map(i -> column(branches.stream().map(expression.apply(i)).toList()))
        .boxed()
        .toList();
  }

  private int column(List<Expression> values) {
    return columns.computeIfAbsent(values, key -> columns.size());
  }

  private Above above(Function<UnionBranch, Expression> expression) {
    List<Expression> values = branches.stream().map(expression).toList();
    boolean waits =
        IntStream.range(0, values.size()).anyMatch(i -> branches.get(i).needsAnswer(values.get(i)));
    if (!waits) {
      return constant(values) ? rows -> values.get(0) : inUnion(values);
    }
    List<Expression> answered =
        IntStream.range(0, values.size())
            .mapToObj(i -> branches.get(i).answeredBy(values.get(i), answer))
            .toList();
    boolean alike =
        answered.stream().allMatch(answered.get(0)::semanticEquals) && onlyAnswer(answered.get(0));
    return alike ? rows -> answered.get(0) : byBranch(answered);
  }

  private static boolean constant(List<Expression> values) {
    return values.stream().allMatch(value -> value.foldable() && value.equals(values.get(0)));
  }

  private Above inUnion(List<Expression> values) {
    int column = column(values);
    return rows -> rows.get(column);
  }

  private boolean onlyAnswer(Expression expression) {
    return Seqs.list(expression.references().toSeq()).stream()
        .allMatch(a -> a.exprId().equals(answer.exprId()));
  }

  private Above byBranch(List<Expression> answered) {
    int number =
        column(
            IntStream.range(0, branches.size())
                .<Expression>mapToObj(i -> Literal.create(i, DataTypes.IntegerType))
                .toList());
    List<Map<ExprId, Integer>> carried =
        IntStream.range(0, branches.size()).mapToObj(i -> carry(i, answered.get(i))).toList();
    return rows -> {
      List<Tuple2<Expression, Expression>> cases = new ArrayList<>();
      for (int i = 0; i < answered.size(); i++) {
        Map<ExprId, Integer> own = carried.get(i);
        cases.add(
            new Tuple2<>(
                new EqualTo(
                    (Expression) rows.get(number), Literal.create(i, DataTypes.IntegerType)),
                Transforms.up(
                    answered.get(i),
                    e -> {
                      Integer column = e instanceof Attribute a ? own.get(a.exprId()) : null;
                      return column == null ? e : (Expression) rows.get(column);
                    })));
      }
      return new CaseWhen(Seqs.of(cases), Seqs.none());
    };
  }

  /** Where the union has the columns of one branch that an expression above the stage needs. */
  private Map<ExprId, Integer> carry(int branch, Expression expression) {
    Map<ExprId, Integer> carried = new LinkedHashMap<>();
    for (Attribute needed : Seqs.list(expression.references().toSeq())) {
      if (!needed.exprId().equals(answer.exprId())) {
        carried.put(needed.exprId(), carried(branch, needed));
      }
    }
    return carried;
  }

  private int carried(int branch, Attribute needed) {
    return columns.entrySet().stream()
        .filter(column -> column.getKey().get(branch).equals(needed))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseGet(() -> column(onlyIn(branch, needed)));
  }

  private List<Expression> onlyIn(int branch, Attribute needed) {
    return IntStream.range(0, branches.size())
        .<Expression>mapToObj(i -> i == branch ? needed : Literal.create(null, needed.dataType()))
        .toList();
  }

  private List<LogicalPlan> inputs() {
    List<LogicalPlan> inputs = new ArrayList<>();
    for (int i = 0; i < branches.size(); i++) {
      List<NamedExpression> projected = new ArrayList<>();
      for (List<Expression> values : columns.keySet()) {
        projected.add(named(values.get(i)));
      }
      inputs.add(new Project(Seqs.of(projected), branches.get(i).input()));
    }
    return inputs;
  }

  /** An expression as a column, under the identity of another. */
  static NamedExpression as(Expression expression, Attribute like) {
    return expression instanceof Attribute same && same.exprId().equals(like.exprId())
        ? same
        : new Alias(
            expression,
            like.name(),
            like.exprId(),
            Seqs.seq(),
            Seqs.some(like.metadata()),
            Seqs.seq());
  }

  /** Never the name of the attribute itself: Spark takes such an alias for redundant. */
  private static NamedExpression named(Expression expression) {
    String name = expression instanceof Attribute attribute ? attribute.name() : "value";
    return new Alias(
        expression,
        "_" + name,
        NamedExpression$.MODULE$.newExprId(),
        Seqs.seq(),
        Seqs.none(),
        Seqs.seq());
  }
}
