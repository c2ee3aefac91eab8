package io.understudy.catalyst.resolve;

import io.understudy.call.Answer;
import io.understudy.call.AnswerSet;
import io.understudy.call.Category;
import io.understudy.call.Example;
import io.understudy.catalyst.error.AiAnalysisException;
import io.understudy.error.ErrorCondition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/** Reads {@code categories} and {@code examples}. */
final class ClosedSet {
  private final ConstantArguments arguments;

  ClosedSet(ConstantArguments arguments) {
    this.arguments = arguments;
  }

  /** The categories of a call, checked: at least two, names not blank, none twice. */
  List<Category> categories() {
    Expression argument = arguments.given("categories").orElseThrow();
    List<Category> categories = readCategories(argument);
    if (categories.size() < 2) {
      throw wrongCategories(categories.isEmpty() ? "is empty" : "has a single element");
    }
    Set<String> seen = new HashSet<>();
    for (Category category : categories) {
      if (category.name().isBlank()) {
        throw wrongCategories("has a blank name");
      }
      if (!seen.add(category.name())) {
        throw wrongCategories("names '" + category.name() + "' twice");
      }
    }
    return categories;
  }

  private List<Category> readCategories(Expression argument) {
    if (argument.dataType() instanceof ArrayType array) {
      if (array.elementType() instanceof StringType) {
        return arguments.texts("categories", argument).stream().map(Category::named).toList();
      }
      if (array.elementType() instanceof StructType struct
          && struct.length() == 2
          && struct.apply(0).dataType() instanceof StringType
          && struct.apply(1).dataType() instanceof StringType) {
        return arguments.rows("categories", argument).stream().map(this::category).toList();
      }
      if (argument.foldable()
          && argument.children().isEmpty()
          && !(array.elementType() instanceof StructType)) {
        throw wrongCategories("is empty");
      }
    }
    throw arguments.wrongType(
        "categories",
        argument.dataType(),
        "ARRAY<STRING> or ARRAY<STRUCT<STRING, STRING>>",
        "Write for example categories => array('bug', 'feature').");
  }

  private Category category(InternalRow row) {
    if (row.isNullAt(0)) {
      throw wrongCategories("has NULL as a name");
    }
    return new Category(row.getString(0), row.isNullAt(1) ? "" : row.getString(1));
  }

  /** The examples of a call; their answers must come from the closed set. */
  List<Example> examples(AnswerSet answers) {
    return arguments
        .given("examples")
        .map(argument -> readExamples(argument, answers))
        .orElse(List.of());
  }

  private List<Example> readExamples(Expression argument, AnswerSet answers) {
    boolean multi = answers instanceof AnswerSet.AnyOf;
    String answerType = exampleAnswerType(answers);
    if (!(argument.dataType() instanceof ArrayType array
        && array.elementType() instanceof StructType struct
        && struct.length() == 2
        && struct.apply(0).dataType() instanceof StringType
        && fits(struct.apply(1).dataType(), answers, multi))) {
      throw arguments.wrongType(
          "examples",
          argument.dataType(),
          "ARRAY<STRUCT<STRING, " + answerType + ">>",
          "Write for example examples => array(struct('text', answer)).");
    }
    List<Example> examples = new ArrayList<>();
    for (InternalRow row : arguments.rows("examples", argument)) {
      if (row.isNullAt(0) || row.isNullAt(1)) {
        throw arguments.wrongValue(
            "examples",
            "NULL in a struct",
            "texts and answers",
            "Leave the example out, or complete it.");
      }
      examples.add(new Example(row.getString(0), answer(row, answers, multi)));
    }
    return examples;
  }

  private Answer answer(InternalRow row, AnswerSet answers, boolean multi) {
    if (answers instanceof AnswerSet.YesNo) {
      return Answer.of(row.getBoolean(1) ? 1 : 0);
    }
    if (!multi) {
      return Answer.of(classOf(row.getString(1), answers));
    }
    List<Integer> classes = new ArrayList<>();
    var array = row.getArray(1);
    for (int i = 0; i < array.numElements(); i++) {
      classes.add(classOf(array.isNullAt(i) ? "NULL" : array.getUTF8String(i).toString(), answers));
    }
    return new Answer(classes);
  }

  private int classOf(String label, AnswerSet answers) {
    int index = answers.labels().indexOf(label);
    if (index < 0) {
      throw arguments.wrongValue(
          "examples",
          "the answer '" + label + "'",
          "one of " + answers.labels(),
          "Name one of the categories, as it is written there.");
    }
    return index;
  }

  private static boolean fits(DataType type, AnswerSet answers, boolean multi) {
    if (answers instanceof AnswerSet.YesNo) {
      return type instanceof BooleanType;
    }
    return multi
        ? type instanceof ArrayType array && array.elementType() instanceof StringType
        : type instanceof StringType;
  }

  private static String exampleAnswerType(AnswerSet answers) {
    if (answers instanceof AnswerSet.YesNo) {
      return "BOOLEAN";
    }
    return answers instanceof AnswerSet.AnyOf ? "ARRAY<STRING>" : "STRING";
  }

  private RuntimeException wrongCategories(String problem) {
    return AiAnalysisException.raise(
        ErrorCondition.UNDERSTUDY_CATEGORIES,
        Map.of("function", arguments.functionName(), "problem", problem));
  }
}
