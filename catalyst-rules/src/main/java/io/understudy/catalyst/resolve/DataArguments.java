package io.understudy.catalyst.resolve;

import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.AtomicType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/** Checks the types of the arguments that a row fills: the prompt and the embeddings. */
final class DataArguments {
  private DataArguments() {}

  /** The prompt: a text, or a tuple of texts and of what casts to text. */
  static Expression prompt(ConstantArguments arguments, String name) {
    Expression prompt = arguments.given(name).orElseThrow();
    DataType type = prompt.dataType();
    boolean text = type instanceof StringType || type instanceof NullType;
    if (!text && !(type instanceof StructType struct && allText(struct))) {
      throw arguments.wrongType(
          name,
          type,
          "a STRING, or a tuple of texts and columns",
          "Write for example " + name + " => 'Is it positive? ' || review.");
    }
    arguments.refuseChance(name, prompt);
    return prompt;
  }

  private static boolean allText(StructType struct) {
    for (var field : struct.fields()) {
      DataType type = field.dataType();
      boolean texts = type instanceof ArrayType array && array.elementType() instanceof StringType;
      if (!(type instanceof AtomicType || type instanceof NullType || texts)) {
        return false;
      }
    }
    return struct.length() > 0;
  }

  /** The embeddings: a vector, or an array of named vectors. */
  static Expression embeddings(ConstantArguments arguments, Expression argument) {
    if (!isVector(argument.dataType()) && !isNamedVectors(argument.dataType())) {
      throw arguments.wrongType(
          "embeddings",
          argument.dataType(),
          "ARRAY<FLOAT>, ARRAY<DOUBLE>, an ML vector, or ARRAY<STRUCT<STRING, ARRAY<FLOAT>>>",
          "Make one with AI.EMBED, or leave the argument out to embed on the fly.");
    }
    arguments.refuseChance("embeddings", argument);
    return argument;
  }

  private static boolean isVector(DataType type) {
    return type instanceof ArrayType array && isNumber(array.elementType())
        || type.typeName().equals("vector");
  }

  private static boolean isNamedVectors(DataType type) {
    return type instanceof ArrayType array
        && array.elementType() instanceof StructType struct
        && struct.length() == 2
        && struct.apply(0).dataType() instanceof StringType
        && struct.apply(1).dataType() instanceof ArrayType vector
        && isNumber(vector.elementType());
  }

  private static boolean isNumber(DataType type) {
    return type instanceof FloatType || type instanceof DoubleType;
  }
}
