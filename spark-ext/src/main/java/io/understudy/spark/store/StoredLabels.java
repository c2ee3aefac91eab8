package io.understudy.spark.store;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.understudy.account.Usage;
import io.understudy.call.Answer;
import io.understudy.sample.ContentKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/** The labels of one question, as the table of labels has them. */
final class StoredLabels {
  private final Map<String, Integer> classes = new HashMap<>();
  private final Map<ContentKey, KnownLabel> labels = new HashMap<>();
  // Millions of labels have few different answers and costs.
  private final Map<Answer, Answer> answers = new HashMap<>();
  private final Map<Usage, Usage> usages = new HashMap<>();

  private StoredLabels(List<String> categories) {
    categories.forEach(label -> classes.put(label, classes.size()));
  }

  /** Runs a Spark job. */
  static Map<ContentKey, KnownLabel> of(AskedQuestion question, StoreTable table) {
    StoredLabels stored = new StoredLabels(question.categories());
    table
        .rows()
        .where(col(LabelColumns.QUESTION).equalTo(lit(question.id())))
        .select(
            LabelColumns.DATA,
            LabelColumns.ANSWER,
            LabelColumns.CALLS,
            LabelColumns.TOKENS_IN,
            LabelColumns.TOKENS_OUT,
            LabelColumns.TOKENS_ESTIMATED,
            LabelColumns.PAID_AT,
            LabelColumns.PROBABILITIES)
        .toLocalIterator()
        .forEachRemaining(stored::add);
    return stored.labels;
  }

  private void add(Row row) {
    Answer answer =
        new Answer(
            row.<String>getList(1).stream().map(this::known).toList(),
            row.isNullAt(7) ? List.of() : row.getList(7));
    Usage usage = new Usage(row.getLong(2), row.getLong(3), row.getLong(4), row.getBoolean(5));
    KnownLabel label =
        new KnownLabel(
            answers.computeIfAbsent(answer, same -> same),
            usages.computeIfAbsent(usage, same -> same),
            LabelColumns.micros(row.getTimestamp(6).toInstant()));
    labels.merge(ContentKey.ofHex(row.getString(0)), label, KnownLabel::orEarlier);
  }

  private int known(String label) {
    Integer number = classes.get(label);
    if (number == null) {
      throw new IllegalStateException("a label that the question does not have: " + label);
    }
    return number;
  }
}
