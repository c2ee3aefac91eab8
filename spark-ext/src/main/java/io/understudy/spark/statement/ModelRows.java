package io.understudy.spark.statement;

import io.understudy.judge.Certificate;
import io.understudy.judge.Decision;
import io.understudy.spark.bridge.CommandColumns;
import io.understudy.spark.prepared.DataState;
import io.understudy.spark.prepared.PreparedModel;
import io.understudy.spark.prepared.PreparedModel.Learnt;
import io.understudy.spark.prepared.PreparedModel.Recipe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Models as rows of statements. */
final class ModelRows {
  private ModelRows() {}

  /** Columns of texts. */
  static List<Attribute> texts(String... names) {
    return CommandColumns.of(
        new StructType(
            Arrays.stream(names)
                .map(name -> DataTypes.createStructField(name, DataTypes.StringType, false))
                .toArray(StructField[]::new)));
  }

  /** Everything about a model, a row for each property with its value. */
  static List<Row> describe(PreparedModel model) {
    List<Row> rows = new ArrayList<>();
    Certificate certificate = model.certificate();
    row(rows, "model", model.name());
    row(rows, "function", model.subject().function());
    row(rows, "instruction", model.subject().instruction());
    row(rows, "answers", String.join(", ", model.subject().labels()));
    row(rows, "endpoint", model.subject().endpoint() + " (" + model.subject().llm() + ")");
    row(rows, "question", model.subject().question());
    row(rows, "promise", certificate.describePromises());
    row(rows, "confidence", String.valueOf(certificate.confidence()));
    row(rows, "decision", decision(model.decision()));
    row(rows, "judged", String.format(Locale.ROOT, "%,d rows", certificate.judged()));
    row(rows, "errors", String.format(Locale.ROOT, "%,d of them", certificate.errors()));
    row(rows, "served", share(certificate.shareServed()) + " of them");
    row(
        rows,
        "agreement",
        "at least "
            + share(certificate.agreementLower())
            + " of all answers, the model alone "
            + share(certificate.agreementAlone())
            + " of the judging rows");
    row(rows, "student", model.learnt().student() + " on " + model.learnt().input().label());
    row(rows, "input", input(model.learnt()));
    DataState data = model.basis().data();
    row(rows, "table", data.known() ? data.table() : "not known");
    row(rows, "version", data.known() ? data.shortVersion() : "not known");
    row(rows, "rows of", data.known() ? data.view() : "not known");
    row(
        rows,
        "size",
        String.format(
            Locale.ROOT,
            "%,d rows, %,d different, %,d null",
            model.basis().rows(),
            model.basis().distinct(),
            model.basis().nullRows()));
    row(
        rows,
        "labels",
        String.format(
            Locale.ROOT,
            "%,d: %,d to learn from, %,d to judge by; %,d calls were paid for it",
            model.origin().labels(),
            model.basis().trained().size(),
            model.basis().judged().size(),
            model.origin().callsPaid()));
    if (!model.origin().curve().isEmpty()) {
      row(rows, "learning curve", curve(model));
    }
    row(rows, "created", model.origin().createdAt());
    row(rows, "statement", statement(model));
    return rows;
  }

  static String decision(Decision decision) {
    return decision instanceof Decision.Cascade cascade
        ? String.format(
            Locale.ROOT,
            "CASCADE: scores up to %.4f and from %.4f, the LLM the rest",
            cascade.lower(),
            cascade.upper())
        : decision.name();
  }

  private static String input(Learnt learnt) {
    String texts = learnt.slots() + (learnt.slots() == 1 ? " text" : " texts");
    if (!learnt.input().readsVector()) {
      return texts;
    }
    return texts
        + ", vectors of length "
        + learnt.dimension()
        + (learnt.embedder().isEmpty()
            ? " given by embeddings =>"
            : " of the embedder " + learnt.embedder());
  }

  private static String curve(PreparedModel model) {
    return new TreeMap<>(model.origin().curve())
        .entrySet().stream()
            .map(point -> share(point.getValue()) + " at " + point.getKey())
            .collect(Collectors.joining(", "));
  }

  private static String statement(PreparedModel model) {
    Recipe recipe = model.origin().recipe();
    return recipe == null
        ? "kept from a query"
        : "CREATE AI MODEL "
            + model.name()
            + " AS "
            + recipe.call()
            + " ON "
            + recipe.table()
            + (recipe.where().isEmpty() ? "" : " WHERE " + recipe.where())
            + (recipe.options().isEmpty()
                ? ""
                : new TreeMap<>(recipe.options())
                    .entrySet().stream()
                        .map(option -> "'" + option.getKey() + "' = '" + option.getValue() + "'")
                        .collect(Collectors.joining(", ", " OPTIONS (", ")")));
  }

  private static String share(double share) {
    return String.format(Locale.ROOT, "%.1f%%", 100 * share);
  }

  private static void row(List<Row> rows, String property, String value) {
    rows.add(RowFactory.create(property, value));
  }
}
