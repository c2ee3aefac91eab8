package io.understudy.spark.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.call.Answer;
import io.understudy.call.Promise;
import io.understudy.call.RowData;
import io.understudy.judge.Certificate;
import io.understudy.judge.Decision;
import io.understudy.judge.Reason;
import io.understudy.judge.Repeatability;
import io.understudy.model.LinearModel;
import io.understudy.model.RowInput;
import io.understudy.sample.ContentKey;
import io.understudy.spark.stage.infer.VectorLabels;
import io.understudy.spark.stage.sample.Sample;
import io.understudy.spark.stage.sample.SampledRow;
import io.understudy.spark.stage.sample.Spread;
import io.understudy.student.Entrant;
import io.understudy.student.LogisticStudent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KnownVectorsTest {
  private static final Spread MIXED = new Spread(new float[2], new float[] {1e-6f, 0});
  private static final long SEED = 5;
  private static final int LIMIT = 40;
  private static final Decision ALL =
      new Decision.UseProxy(
          new Certificate(
              List.of(new Promise.Accuracy(0.9)),
              List.of(0.95),
              0.9,
              300,
              15,
              0.95,
              0.93,
              1,
              0.01));

  /** Class 1 where the first entry is positive. */
  private static final LinearModel MODEL =
      new LinearModel(2, 2, new float[] {1, 0}, new float[] {0});

  private final List<SampledRow> rows = new ArrayList<>();
  private final Map<ContentKey, Answer> labels = new HashMap<>();
  private final Set<Long> alwaysAsked = new java.util.HashSet<>();

  KnownVectorsTest() {
    for (int i = 0; i < 10; i++) {
      rows.add(row("text " + i, i - 4.5f, i, false));
    }
    for (int i = 0; i < 6; i++) {
      label(rows.get(i), i > 4 ? 1 : 0);
    }
  }

  private static SampledRow row(String text, float x, float y, boolean mixed) {
    return new SampledRow(
        ContentKey.of(List.of(text)),
        new RowData(List.of(text)),
        new float[] {x, y},
        1,
        mixed ? MIXED : null);
  }

  private void label(SampledRow row, int label) {
    labels.put(row.key(), Answer.of(label));
  }

  private @Nullable VectorLabels found() {
    return found(ALL, 0, Map.of(2, 100L), RowInput.EMBEDDING, Set.of());
  }

  private @Nullable VectorLabels found(
      Decision decision,
      long nulls,
      Map<Integer, Long> dimensions,
      RowInput input,
      Set<ContentKey> failed) {
    Sample sample =
        new Sample(
            rows, rows.stream().limit(1).toList(), 100, nulls, 90, alwaysAsked, 0, 1, dimensions);
    return new KnownVectors(
            new Prepared(
                new LabelledSample(sample, List.of()),
                new Cast(
                    new Entrant(new LogisticStudent(), input), MODEL, null, OptionalDouble.empty()),
                null,
                decision,
                Repeatability.UNKNOWN,
                Evidence.NONE,
                SEED,
                failed))
        .labels(labels, LIMIT);
  }

  @Test
  void vectorsDo() {
    assertThat(found()).isNotNull();
  }

  @Test
  void labelsComeWithTheirAnswerAndWhatWasSentOfTheText() {
    rows.set(5, row("text 5 is longer than what the LLM is sent of it", 0.5f, 5, false));
    label(rows.get(5), 1);
    labels.remove(ContentKey.of(List.of("text 5")));
    VectorLabels found = Objects.requireNonNull(found());
    assertThat(found.find(new float[] {-4.5f, 0}, 0, 2))
        .isEqualTo(new VectorLabels.Known(rows.get(0).key(), Answer.of(0), false));
    assertThat(found.find(new float[] {0.5f, 5}, 0, 2))
        .isEqualTo(new VectorLabels.Known(rows.get(5).key(), Answer.of(1), true));
    assertThat(found.find(new float[] {4.5f, 9}, 0, 2)).as("no label").isNull();
  }

  @Test
  void secondAnswersBelongToNoRow() {
    labels.put(rows.get(0).key().again(), Answer.of(0));
    assertThat(found()).isNotNull();
  }

  @Test
  void someRowNeedsItsText() {
    Map<Integer, Long> all = Map.of(2, 100L);
    RowInput emb = RowInput.EMBEDDING;
    Set<ContentKey> none = Set.of();
    Decision llm = new Decision.UseLlm(new Reason(Reason.Code.NO_EMBEDDER, "so"));
    assertThat(found(llm, 0, all, emb, none)).as("the LLM answers").isNull();
    assertThat(found(ALL, 1, all, emb, none)).as("a text is NULL").isNull();
    assertThat(found(ALL, 0, Map.of(2, 99L), emb, none)).as("no vector").isNull();
    assertThat(found(ALL, 0, Map.of(3, 100L), emb, none)).as("another length").isNull();
    assertThat(found(ALL, 0, all, RowInput.BOTH, none)).as("words are looked at").isNull();
    assertThat(found(ALL, 0, all, emb, Set.of(rows.get(9).key()))).as("failed").isNull();
  }

  /** As a prepared model plays: its rows have been counted when it was made. */
  @Test
  void nothingIsKnownWithoutASample() {
    rows.clear();
    labels.clear();
    assertThat(found()).isNull();
  }

  @Test
  void labelsOfTextsThatWereNotSampled() {
    label(row("of another query", 1, 1, false), 1);
    assertThat(found()).isNull();
  }

  @Test
  void oneTextBesideSeveralVectors() {
    rows.set(3, row("text 3", -1.5f, 3, true));
    assertThat(found()).isNull();
    labels.remove(rows.get(3).key());
    assertThat(found()).as("a text without label may").isNotNull();
  }

  /** What the LLM said about one of them would be said of the other. */
  @Test
  void oneVectorBesideSeveralTexts() {
    rows.add(row("the same as 2", -2.5f, 2, false));
    assertThat(found()).as("the understudy says the same").isNotNull();
    label(rows.get(2), 1);
    assertThat(found()).as("the LLM says otherwise").isNull();
  }

  @Test
  void frequentContentsHaveToBeLabelled() {
    alwaysAsked.add(rows.get(1).key().order(SEED));
    assertThat(found()).isNotNull();
    alwaysAsked.add(rows.get(9).key().order(SEED));
    assertThat(found()).isNull();
  }
}
