package io.understudy.spark.prepared;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.understudy.model.LinearModel;
import io.understudy.model.Scorer;
import io.understudy.model.TfIdf;
import io.understudy.model.TreesModel;
import io.understudy.model.WordsModel;
import java.util.Arrays;

/** Scorers as JSON. A number of a float is written as the double that it is, so none is rounded. */
final class ScorerJson {
  private static final String KIND = "kind";
  private static final String DIMENSION = "dimension";
  private static final String CLASSES = "classes";
  private static final String WEIGHTS = "weights";
  private static final String INTERCEPTS = "intercepts";

  private ScorerJson() {}

  static void write(Scorer scorer, ObjectNode json) {
    json.put(CLASSES, scorer.classes());
    if (scorer instanceof LinearModel linear) {
      json.put(KIND, "linear").put(DIMENSION, linear.dimension());
      JsonArrays.put(json, WEIGHTS, linear.weights());
      JsonArrays.put(json, INTERCEPTS, linear.intercepts());
    } else if (scorer instanceof WordsModel words) {
      json.put(KIND, "words").put(DIMENSION, words.dimension());
      JsonArrays.put(json, "terms", words.terms());
      JsonArrays.put(json, WEIGHTS, words.weights());
      JsonArrays.put(json, INTERCEPTS, words.intercepts());
    } else if (scorer instanceof TreesModel trees) {
      json.put(KIND, "trees").put(DIMENSION, trees.dimension());
      json.put("leaf", trees.kind().name());
      JsonArrays.put(json, "roots", trees.roots());
      JsonArrays.put(json, "features", trees.features());
      var thresholds = json.putArray("thresholds");
      Arrays.stream(trees.thresholds()).forEach(thresholds::add);
      JsonArrays.put(json, "children", trees.children());
      JsonArrays.put(json, "leaves", trees.leaves());
      JsonArrays.put(json, "machines", trees.machines());
    } else {
      throw new IllegalArgumentException(scorer.getClass() + " cannot be kept");
    }
  }

  static Scorer read(JsonNode json) {
    int dimension = json.required(DIMENSION).intValue();
    int classes = json.required(CLASSES).intValue();
    String kind = json.required(KIND).textValue();
    return switch (kind) {
      case "linear" ->
          new LinearModel(
              dimension,
              classes,
              JsonArrays.floats(json.required(WEIGHTS)),
              JsonArrays.floats(json.required(INTERCEPTS)));
      case "words" ->
          new WordsModel(
              dimension,
              classes,
              JsonArrays.ints(json.required("terms")),
              JsonArrays.floats(json.required(WEIGHTS)),
              JsonArrays.floats(json.required(INTERCEPTS)));
      case "trees" ->
          new TreesModel(
              dimension,
              classes,
              TreesModel.Kind.valueOf(json.required("leaf").textValue()),
              JsonArrays.ints(json.required("roots")),
              JsonArrays.ints(json.required("features")),
              JsonArrays.doubles(json.required("thresholds")),
              JsonArrays.ints(json.required("children")),
              JsonArrays.floats(json.required("leaves")),
              JsonArrays.ints(json.required("machines")));
      default -> throw new IllegalArgumentException("a model of the kind " + kind);
    };
  }

  /** Most places are empty, so only the others are written. */
  static void write(TfIdf words, ObjectNode json) {
    float[] weights = words.weights();
    json.put("places", weights.length);
    var terms = json.putArray("terms");
    var values = json.putArray(WEIGHTS);
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] != 0) {
        terms.add(i);
        values.add((double) weights[i]);
      }
    }
  }

  static TfIdf readWords(JsonNode json) {
    float[] weights = new float[json.required("places").intValue()];
    int[] terms = JsonArrays.ints(json.required("terms"));
    float[] values = JsonArrays.floats(json.required(WEIGHTS));
    for (int i = 0; i < terms.length; i++) {
      weights[terms[i]] = values[i];
    }
    return new TfIdf(weights);
  }
}
