package io.understudy.spark.bridge;

import io.understudy.catalyst.bridge.Seqs;
import io.understudy.spark.bridge.FusedColumnExec.Generated;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.codegen.CodeGenerator$;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.catalyst.expressions.codegen.GenerateUnsafeProjection$;
import org.apache.spark.sql.catalyst.expressions.codegen.JavaCode$;
import org.apache.spark.sql.execution.CodegenSupport;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.WholeStageCodegenExec;
import org.apache.spark.sql.types.DataType;
import scala.collection.immutable.Seq;

/**
 * The Java text of a {@link FusedColumnExec}. What stands above the node is called from three
 * places (a row answered at once, a row that had to wait, the rows at the end), so it is a method
 * whose parameters are the columns in use and the answer.
 */
final class FusedCode {
  private final FusedColumnExec node;
  private final CodegenContext context;
  private final List<Attribute> columns;

  FusedCode(FusedColumnExec node, CodegenContext context) {
    this.node = node;
    this.context = context;
    this.columns = Seqs.list(node.child().output());
  }

  /** Declares what the code needs, and makes the method of what stands above. */
  Generated begin() {
    String late = context.addReferenceObj("late", node.late(), Late.class.getName());
    String answers =
        context.addMutableState(
            InlineAnswers.class.getName(),
            "answers",
            name -> "",
            /* forceInline= */ true,
            /* useFreshName= */ true);
    context.addPartitionInitializationStatement(
        String.format(
            "%s = ((%s) %s.get()).open(partitionIndex);",
            answers, InlineEvaluator.class.getName(), late));
    return new Generated(answers, emitMethod());
  }

  String produce(Generated names) {
    String stop = node.shouldStopCheckCode();
    return String.join(
        "\n",
        waiting(names, "due", stop),
        ((CodegenSupport) node.child()).produce(context, node),
        waiting(names, "rest", stop));
  }

  String consume(Generated names, List<ExprCode> input) {
    context.INPUT_ROW_$eq(null);
    context.currentVars_$eq(Seqs.of(input));
    List<String> code = new ArrayList<>();
    int slot = 0;
    for (Expression text : Seqs.list(node.texts())) {
      ExprCode value = generated(text);
      code.add(value.code().toString());
      code.add(
          String.format("%s.text(%d, %s);", names.answers(), slot++, orNull(value, "UTF8String")));
    }
    code.add(String.format("if (%s.now(%s)) {", names.answers(), vector(code)));
    code.add(emitInput(names, copies(input)));
    code.add("} else {");
    code.add(later(names, copies(input)));
    code.add(waiting(names, "due", "if (shouldStop()) break;"));
    code.add("}");
    return String.join("\n", code);
  }

  /** The value of the row's vector, after the code that computes it. */
  private String vector(List<String> code) {
    Expression vector = node.vector();
    if (vector == null) {
      return "(ArrayData) null";
    }
    ExprCode value = generated(vector);
    code.add(value.code().toString());
    return orNull(value, "ArrayData");
  }

  /** The method with all that stands above. */
  private String emitMethod() {
    Set<ExprId> used = usedAbove();
    String method = context.freshName("emit");
    List<String> parameters = new ArrayList<>();
    List<ExprCode> output = new ArrayList<>();
    for (Attribute column : Seqs.list(node.output())) {
      if (!used.contains(column.exprId())) {
        output.add(ExprCode.forNullValue(column.dataType()));
        continue;
      }
      String isNull = context.freshName("isNull");
      String value = context.freshName("value");
      parameters.add("boolean " + isNull);
      parameters.add(javaType(column.dataType()) + " " + value);
      output.add(
          ExprCode.apply(
              JavaCode$.MODULE$.isNullVariable(isNull),
              JavaCode$.MODULE$.variable(value, column.dataType())));
    }
    String body = node.consume(context, Seqs.of(output), null);
    return context.addNewFunction(
        method,
        String.format(
            "private void %s(%s) throws java.io.IOException {\n%s\n}",
            method, String.join(", ", parameters), body),
        false);
  }

  /** Columns that a node above refers to, or that leave the stage. */
  private Set<ExprId> usedAbove() {
    Set<ExprId> used = new HashSet<>();
    List<SparkPlan> above = above(node);
    above.forEach(plan -> addAll(plan.references().toSeq(), used));
    SparkPlan top = above.isEmpty() ? node : above.get(above.size() - 1);
    addAll(top.output(), used);
    return used;
  }

  static void addAll(Seq<Attribute> columns, Set<ExprId> ids) {
    Seqs.list(columns).forEach(column -> ids.add(column.exprId()));
  }

  /** The nodes of a stage above one of its nodes, from there upwards. */
  static List<SparkPlan> above(CodegenSupport node) {
    List<SparkPlan> above = new ArrayList<>();
    for (CodegenSupport next = node.parent();
        !(next instanceof WholeStageCodegenExec);
        next = next.parent()) {
      above.add((SparkPlan) next);
    }
    return above;
  }

  private String waiting(Generated names, String next, String stop) {
    List<String> limits = Seqs.list(node.parent().limitNotReachedChecks());
    String unlimited = limits.stream().map(check -> check + " && ").collect(Collectors.joining());
    return String.format(
        "while (%s%s.%s()) {\n%s\n%s\n}",
        unlimited, names.answers(), next, emitWaiting(names), stop);
  }

  private String emitInput(Generated names, List<ExprCode> input) {
    Set<ExprId> used = usedAbove();
    List<String> code = new ArrayList<>();
    List<String> arguments = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      if (used.contains(columns.get(i).exprId())) {
        ExprCode value = input.get(i);
        code.add(value.code().toString());
        arguments.add(value.isNull().toString());
        arguments.add(value.value().toString());
      }
    }
    code.add(emit(names, arguments));
    return String.join("\n", code);
  }

  private String emitWaiting(Generated names) {
    Set<ExprId> used = usedAbove();
    String row = context.freshName("waiting");
    List<String> arguments = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      DataType type = columns.get(i).dataType();
      if (used.contains(columns.get(i).exprId())) {
        String isNull = String.format("%s.isNullAt(%d)", row, i);
        arguments.add(isNull);
        arguments.add(
            String.format(
                "%s ? %s : %s",
                isNull,
                CodeGenerator$.MODULE$.defaultValue(type, /* typedNull= */ true),
                CodeGenerator$.MODULE$.getValue(row, type, Integer.toString(i))));
      }
    }
    return String.format(
        "InternalRow %s = %s.row();\n%s", row, names.answers(), emit(names, arguments));
  }

  private String emit(Generated names, List<String> columnArguments) {
    List<String> arguments = new ArrayList<>(columnArguments);
    Attribute answer = node.output().last();
    if (usedAbove().contains(answer.exprId())) {
      String type = javaType(answer.dataType());
      arguments.add(names.answers() + ".isNull()");
      arguments.add(
          type.equals("boolean")
              ? names.answers() + ".isTrue()"
              : String.format("(%s) %s.value()", type, names.answers()));
    }
    return String.format("%s(%s);", names.emit(), String.join(", ", arguments));
  }

  private String later(Generated names, List<ExprCode> input) {
    List<Expression> all = new ArrayList<>();
    StringBuilder code = new StringBuilder();
    for (int i = 0; i < columns.size(); i++) {
      code.append(input.get(i).code().toString()).append('\n');
      input.get(i).code_$eq(ExprCode.forNullValue(columns.get(i).dataType()).code());
      all.add(new BoundReference(i, columns.get(i).dataType(), columns.get(i).nullable()));
    }
    context.INPUT_ROW_$eq(null);
    context.currentVars_$eq(Seqs.of(input));
    ExprCode row = GenerateUnsafeProjection$.MODULE$.createCode(context, Seqs.of(all), false);
    return code.append(row.code().toString())
        .append(String.format("\n%s.later(%s);", names.answers(), row.value()))
        .toString();
  }

  private ExprCode generated(Expression expression) {
    return BoundExpressions.bind(expression, node.child().output()).genCode(context);
  }

  private static String orNull(ExprCode code, String type) {
    return String.format("%s ? (%s) null : %s", code.isNull(), type, code.value());
  }

  /** Code that has been placed is cleared in the original, so each branch gets its own. */
  private static List<ExprCode> copies(List<ExprCode> input) {
    return input.stream()
        .map(code -> code.copy(code.code(), code.isNull(), code.value()))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static String javaType(DataType type) {
    return CodeGenerator$.MODULE$.javaType(type);
  }
}
