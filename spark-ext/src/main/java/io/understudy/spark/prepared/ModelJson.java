package io.understudy.spark.prepared;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.understudy.judge.Certificate;
import io.understudy.judge.Decision;
import io.understudy.judge.Drift;
import io.understudy.model.RowInput;
import io.understudy.spark.prepared.PreparedModel.Basis;
import io.understudy.spark.prepared.PreparedModel.Learnt;
import io.understudy.spark.prepared.PreparedModel.Origin;
import io.understudy.spark.prepared.PreparedModel.Recipe;
import io.understudy.spark.prepared.PreparedModel.Subject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A model as JSON and back. What is missing or of another kind than it should be is an error. */
final class ModelJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ModelJson() {}

  static ObjectNode write(PreparedModel model) {
    ObjectNode json = JSON.createObjectNode();
    json.put("name", model.name());
    Subject subject = model.subject();
    ObjectNode question = json.putObject("subject");
    question.put("function", subject.function()).put("instruction", subject.instruction());
    texts(question, "labels", subject.labels());
    question.put("question", subject.question());
    question.put("endpoint", subject.endpoint()).put("llm", subject.llm());
    write(model.decision(), model.certificate(), json.putObject("decision"));
    write(model.origin(), json.putObject("origin"));
    write(model.basis(), json.putObject("basis"));
    write(model.learnt(), json.putObject("learnt"));
    return json;
  }

  /**
   * @throws RuntimeException when it is not a model
   */
  static PreparedModel read(JsonNode json) {
    JsonNode subject = json.required("subject");
    return new PreparedModel(
        text(json, "name"),
        new Subject(
            text(subject, "function"),
            text(subject, "instruction"),
            texts(subject.required("labels")),
            text(subject, "question"),
            text(subject, "endpoint"),
            text(subject, "llm")),
        learnt(json.required("learnt")),
        decision(json.required("decision")),
        basis(json.required("basis")),
        origin(json.required("origin")));
  }

  private static void write(Decision decision, Certificate certificate, ObjectNode json) {
    json.put("name", decision.name());
    if (decision instanceof Decision.Cascade cascade) {
      json.put("lower", cascade.lower()).put("upper", cascade.upper());
    }
    ArrayNode promises = json.putArray("promises");
    for (int i = 0; i < certificate.promises().size(); i++) {
      ObjectNode promise = promises.addObject();
      promise.put("measure", certificate.promises().get(i).measure());
      promise.put("target", certificate.promises().get(i).target());
      double measured = certificate.measured().get(i);
      if (!Double.isNaN(measured)) {
        promise.put("measured", measured);
      }
    }
    json.put("confidence", certificate.confidence());
    json.put("judged", certificate.judged()).put("errors", certificate.errors());
    json.put("agreement", certificate.agreementAlone());
    json.put("agreementLower", certificate.agreementLower());
    json.put("served", certificate.shareServed()).put("evidence", certificate.evidence());
  }

  private static Decision decision(JsonNode json) {
    List<io.understudy.call.Promise> promises = new ArrayList<>();
    List<Double> measured = new ArrayList<>();
    for (JsonNode promise : json.required("promises")) {
      promises.add(Promises.of(text(promise, "measure"), number(promise, "target")));
      measured.add(promise.path("measured").asDouble(Double.NaN));
    }
    Certificate certificate =
        new Certificate(
            promises,
            measured,
            number(json, "confidence"),
            json.required("judged").intValue(),
            json.required("errors").intValue(),
            number(json, "agreement"),
            number(json, "agreementLower"),
            number(json, "served"),
            number(json, "evidence"));
    String name = text(json, "name");
    return switch (name) {
      case "USE_PROXY" -> new Decision.UseProxy(certificate);
      case "CASCADE" ->
          new Decision.Cascade(number(json, "lower"), number(json, "upper"), certificate);
      default -> throw new IllegalArgumentException("a model with the decision " + name);
    };
  }

  private static void write(Learnt learnt, ObjectNode json) {
    json.put("student", learnt.student()).put("input", learnt.input().label());
    json.put("slots", learnt.slots()).put("embedder", learnt.embedder());
    json.put("dimension", learnt.dimension());
    ScorerJson.write(learnt.scorer(), json.putObject("scorer"));
    if (learnt.words() != null) {
      ScorerJson.write(learnt.words(), json.putObject("words"));
    }
  }

  private static Learnt learnt(JsonNode json) {
    return new Learnt(
        text(json, "student"),
        RowInput.parse(text(json, "input")).orElseThrow(),
        json.required("slots").intValue(),
        text(json, "embedder"),
        json.required("dimension").intValue(),
        ScorerJson.read(json.required("scorer")),
        json.has("words") ? ScorerJson.readWords(json.required("words")) : null);
  }

  private static void write(Basis basis, ObjectNode json) {
    ObjectNode data = json.putObject("data");
    data.put("table", basis.data().table()).put("source", basis.data().source());
    data.put("version", basis.data().version()).put("view", basis.data().view());
    json.put("seed", basis.seed()).put("rows", basis.rows()).put("nullRows", basis.nullRows());
    json.put("distinct", basis.distinct()).put("maxCopies", basis.maxCopies());
    ArrayNode always = json.putArray("alwaysAsked");
    basis.alwaysAsked().stream().sorted().forEach(always::add);
    JsonArrays.put(json, "trained", basis.trained());
    JsonArrays.put(json, "judged", basis.judged());
    JsonArrays.put(json, "failed", basis.failed());
    JsonArrays.put(json, "scores", basis.scored().scores());
    json.put("wrong", basis.scored().wrong());
  }

  private static Basis basis(JsonNode json) {
    JsonNode data = json.required("data");
    Set<Long> always = new HashSet<>();
    json.required("alwaysAsked").forEach(order -> always.add(order.longValue()));
    return new Basis(
        new DataState(
            text(data, "table"), text(data, "source"), text(data, "version"), text(data, "view")),
        json.required("seed").longValue(),
        json.required("rows").longValue(),
        json.required("nullRows").longValue(),
        json.required("distinct").longValue(),
        json.required("maxCopies").intValue(),
        always,
        JsonArrays.keys(json.required("trained")),
        JsonArrays.keys(json.required("judged")),
        JsonArrays.keys(json.required("failed")),
        new Drift.Scored(
            JsonArrays.floats(json.required("scores")), json.required("wrong").intValue()));
  }

  private static void write(Origin origin, ObjectNode json) {
    json.put("createdAt", origin.createdAt()).put("labels", origin.labels());
    json.put("callsPaid", origin.callsPaid());
    ObjectNode curve = json.putObject("curve");
    new TreeMap<>(origin.curve()).forEach((labels, value) -> curve.put("" + labels, value));
    Recipe recipe = origin.recipe();
    if (recipe != null) {
      ObjectNode statement = json.putObject("statement");
      statement.put("call", recipe.call()).put("table", recipe.table());
      statement.put("where", recipe.where());
      ObjectNode options = statement.putObject("options");
      new TreeMap<>(recipe.options()).forEach(options::put);
    }
  }

  private static Origin origin(JsonNode json) {
    Map<Integer, Double> curve = new LinkedHashMap<>();
    json.required("curve")
        .properties()
        .forEach(p -> curve.put(Integer.valueOf(p.getKey()), p.getValue().doubleValue()));
    return new Origin(
        text(json, "createdAt"),
        json.required("labels").longValue(),
        json.required("callsPaid").longValue(),
        recipe(json.get("statement")),
        curve);
  }

  private static @Nullable Recipe recipe(@Nullable JsonNode json) {
    if (json == null) {
      return null;
    }
    Map<String, String> options = new LinkedHashMap<>();
    json.required("options")
        .properties()
        .forEach(p -> options.put(p.getKey(), p.getValue().textValue()));
    return new Recipe(text(json, "call"), text(json, "table"), text(json, "where"), options);
  }

  private static void texts(ObjectNode json, String name, List<String> values) {
    ArrayNode array = json.putArray(name);
    values.forEach(array::add);
  }

  private static List<String> texts(JsonNode array) {
    List<String> values = new ArrayList<>();
    array.forEach(value -> values.add(value.textValue()));
    return values;
  }

  private static String text(JsonNode json, String name) {
    String value = json.required(name).textValue();
    if (value == null) {
      throw new IllegalArgumentException(name + " is no text");
    }
    return value;
  }

  private static double number(JsonNode json, String name) {
    JsonNode value = json.required(name);
    if (!value.isNumber()) {
      throw new IllegalArgumentException(name + " is no number");
    }
    return value.doubleValue();
  }
}
