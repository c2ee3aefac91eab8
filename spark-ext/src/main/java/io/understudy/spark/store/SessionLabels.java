package io.understudy.spark.store;

import io.understudy.account.Usage;
import io.understudy.call.Answer;
import io.understudy.sample.ContentKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Labels in the driver's memory, for as long as the application runs and the memory has room. */
public final class SessionLabels implements LabelStore {
  private final LabelMemory<PaidLabel> memory;
  private final Map<String, AskedQuestion> questions = new ConcurrentHashMap<>();

  private final OpenBatches batches = new SessionBatches();

  /**
   * @param cap most labels, at least 1
   */
  public SessionLabels(long cap) {
    this.memory = new LabelMemory<>(cap);
  }

  @Override
  public void open(AskedQuestion question) {
    questions.put(question.id(), question);
  }

  @Override
  public Optional<Answer> find(String question, ContentKey data) {
    return memory.find(question, data).map(PaidLabel::answer);
  }

  @Override
  public Optional<Usage> cost(String question, ContentKey data) {
    return memory.find(question, data).map(PaidLabel::usage);
  }

  @Override
  public Map<ContentKey, Answer> all(String question) {
    return memory.all(question, PaidLabel::answer);
  }

  @Override
  public void beforePaying() {}

  @Override
  public void keep(PaidLabel label, Kept done) {
    memory.put(label.question(), label.data(), label);
    done.done(Optional.empty());
  }

  @Override
  public OpenBatches batches() {
    return batches;
  }

  @Override
  public void queryEnded() {}

  @Override
  public Dataset<Row> rows(SparkSession session) {
    List<Row> rows = new ArrayList<>();
    memory.forEach(
        (id, key, label) -> {
          AskedQuestion question = questions.get(id);
          if (question != null) {
            rows.add(LabelColumns.row(question, label));
          }
        });
    return session.createDataFrame(rows, LabelColumns.SHOWN_TYPE);
  }

  @Override
  public long delete(SparkSession session, String condition) {
    return rows(session)
        .where(condition)
        .select(LabelColumns.QUESTION, LabelColumns.DATA)
        .collectAsList()
        .stream()
        .filter(row -> memory.remove(row.getString(0), ContentKey.ofHex(row.getString(1))))
        .count();
  }
}
