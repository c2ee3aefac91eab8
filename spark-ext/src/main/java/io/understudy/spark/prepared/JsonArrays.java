package io.understudy.spark.prepared;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.understudy.sample.ContentKey;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** Arrays of numbers and of hashes in JSON. */
final class JsonArrays {
  private JsonArrays() {}

  static void put(ObjectNode json, String name, float[] values) {
    ArrayNode array = json.putArray(name);
    for (float value : values) {
      array.add((double) value);
    }
  }

  static void put(ObjectNode json, String name, int[] values) {
    ArrayNode array = json.putArray(name);
    for (int value : values) {
      array.add(value);
    }
  }

  /** Sorted, so that equal sets make equal files. */
  static void put(ObjectNode json, String name, Collection<ContentKey> keys) {
    ArrayNode array = json.putArray(name);
    keys.stream().map(ContentKey::hex).sorted().forEach(array::add);
  }

  static float[] floats(JsonNode array) {
    float[] values = new float[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) number(array.get(i)).doubleValue();
    }
    return values;
  }

  static double[] doubles(JsonNode array) {
    double[] values = new double[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = number(array.get(i)).doubleValue();
    }
    return values;
  }

  static int[] ints(JsonNode array) {
    int[] values = new int[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = number(array.get(i)).intValue();
    }
    return values;
  }

  static Set<ContentKey> keys(JsonNode array) {
    Set<ContentKey> keys = new LinkedHashSet<>();
    array.forEach(key -> keys.add(ContentKey.ofHex(key.textValue())));
    return keys;
  }

  private static JsonNode number(JsonNode node) {
    if (!node.isNumber()) {
      throw new IllegalArgumentException("no number: " + node);
    }
    return node;
  }
}
