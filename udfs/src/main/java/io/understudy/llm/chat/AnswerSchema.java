package io.understudy.llm.chat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.understudy.call.AnswerSet;

/** The JSON schema of a reply: an answer from the closed set, or one per row of a pack. */
public final class AnswerSchema {
  private AnswerSchema() {}

  /**
   * @param packed whether several rows are asked about
   */
  public static ObjectNode of(AnswerSet answers, boolean packed) {
    ObjectNode schema = ProviderHttp.JSON.createObjectNode();
    if (packed) {
      ObjectNode list = object(schema, "answers").putObject("answers").put("type", "array");
      ObjectNode entry = object(list.putObject("items"), "row", "answer");
      entry.putObject("row").put("type", "integer");
      writeAnswer(entry.putObject("answer"), answers);
    } else {
      writeAnswer(object(schema, "answer").putObject("answer"), answers);
    }
    return schema;
  }

  /** Makes an object of the schema; returns where its properties are to be written. */
  private static ObjectNode object(ObjectNode schema, String... fields) {
    schema.put("type", "object").put("additionalProperties", false);
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = schema.putArray("required");
    for (String field : fields) {
      required.add(field);
    }
    return properties;
  }

  private static void writeAnswer(ObjectNode answer, AnswerSet answers) {
    ObjectNode label = answer;
    if (answers instanceof AnswerSet.AnyOf) {
      label = answer.put("type", "array").putObject("items");
    }
    ArrayNode labels = label.put("type", "string").putArray("enum");
    answers.labels().forEach(labels::add);
  }
}
