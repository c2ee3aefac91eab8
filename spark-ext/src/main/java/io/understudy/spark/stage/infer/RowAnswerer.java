package io.understudy.spark.stage.infer;

import io.understudy.call.Answer;
import io.understudy.call.RowData;
import io.understudy.llm.ChatPrompt;
import io.understudy.model.Features;
import io.understudy.model.SparseVector;
import io.understudy.model.TfIdf;
import io.understudy.sample.ContentKey;
import io.understudy.spark.bridge.FloatsInPlace;
import io.understudy.spark.stage.label.Asker;
import io.understudy.spark.stage.label.Reply;
import io.understudy.spark.stage.read.DataReader;
import io.understudy.spark.stage.read.RowEmbedder;
import io.understudy.spark.stage.read.VectorReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntSupplier;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * Says for each row of a partition who answers it: a paid label, the understudy, or the LLM. Used
 * by one task.
 */
final class RowAnswerer {
  private final InferPlan plan;
  private final DataReader data;
  private final @Nullable VectorReader vectors;
  private final FloatsInPlace floats;
  private final LabelScorer scorer;
  private final @Nullable ViewAnswers view;
  private final boolean scored;
  private final KeyReader keys = new KeyReader();
  private @Nullable Asker asker;

  /**
   * @param view answers to contents whose vectors are kept; null if there are none
   * @param scored whether the understudy's answers have to come with their probability
   */
  RowAnswerer(
      InferPlan plan,
      DataReader data,
      @Nullable VectorReader vectors,
      @Nullable ViewAnswers view,
      boolean scored) {
    this.plan = plan;
    this.scored = scored;
    this.view = view;
    this.data = data;
    this.vectors = vectors;
    this.floats = new FloatsInPlace(vectors != null && vectors.doubles());
    this.scorer = new LabelScorer(plan.decision(), plan.model(), scored);
  }

  /** Who answers a row. */
  sealed interface Verdict {
    /** The row has no data. */
    record NoData() implements Verdict {}

    /** A label that was paid for; {@code truncated} if for the beginning of a text only. */
    record Labelled(ContentKey key, Answer answer, boolean truncated) implements Verdict {}

    /** The understudy; {@code score} is its probability, or NaN if that is not wanted. */
    record Played(int label, float score) implements Verdict {}

    /** The understudy, once the data is embedded. */
    record ToEmbed(ContentKey key, RowData data) implements Verdict {}

    /** The LLM; {@code unscored} if it is for want of a usable embedding. */
    record ToAsk(ContentKey key, RowData data, boolean unscored) implements Verdict {}
  }

  private static final Verdict NO_DATA = new Verdict.NoData();

  /** The LLM answers. */
  static final int ASK = LabelScorer.ASK;

  /** The LLM answers, for want of a usable vector. */
  private static final int UNSCORED = LabelScorer.UNSCORED;

  /** Has to be looked at closely. */
  static final int UNSURE = -3;

  InferPlan plan() {
    return plan;
  }

  /** Whether rows have to be gathered before they can be scored. */
  boolean embedsOnTheFly() {
    return plan.embedder() != null && plan.model() != null;
  }

  /**
   * The understudy's answer to a row that it certainly answers, {@link #ASK} for one that certainly
   * waits for the LLM, or {@link #UNSURE}. Reads as little of the texts as will do.
   */
  int quickly(@Nullable UTF8String[] texts, @Nullable ArrayData vector) {
    TextSignatures signatures = plan.signatures();
    if (scored || signatures == null || (view == null && (!scorer.inPlace() || vector == null))) {
      return UNSURE;
    }
    for (UTF8String text : texts) {
      if (text == null) {
        return UNSURE;
      }
    }
    if (signatures.mayContain(texts)) {
      return UNSURE;
    }
    int label = view != null ? kept(view, texts) : played(vector);
    return switch (label) {
      case UNSCORED -> ASK;
      case ViewAnswers.MISSING -> UNSURE;
      default -> label;
    };
  }

  private int kept(ViewAnswers answers, @Nullable UTF8String[] texts) {
    keys.read(texts);
    return answers.find(keys.high(), keys.low());
  }

  /** Of a vector where it lies. */
  private int played(@Nullable ArrayData vector) {
    return vector == null || !floats.look(vector)
        ? ViewAnswers.MISSING
        : scorer.label(floats.values(), floats.offset(), vector.numElements());
  }

  Verdict judge(InternalRow row) {
    byte[][] values = data.read(row);
    return values == null ? NO_DATA : judge(values, () -> played(values, vectorOf(row)));
  }

  /** The same for a row whose parts are at hand. */
  Verdict judge(@Nullable UTF8String[] texts, @Nullable ArrayData vector) {
    byte[][] values = new byte[texts.length][];
    for (int i = 0; i < texts.length; i++) {
      UTF8String text = texts[i];
      if (text == null) {
        return NO_DATA;
      }
      values[i] = text.getBytes();
    }
    return judge(
        values,
        () -> {
          if (vector == null || !looksAtVectors() || !floats.look(vector)) {
            return played(values, null);
          }
          int length = vector.numElements();
          return scorer.inPlace()
              ? scorer.label(floats.values(), floats.offset(), length)
              : played(values, copied(length));
        });
  }

  private boolean looksAtVectors() {
    return plan.input() != null && plan.input().readsVector();
  }

  private float @Nullable [] vectorOf(InternalRow row) {
    return vectors == null || !looksAtVectors() ? null : vectors.read(row);
  }

  private float[] copied(int length) {
    return Arrays.copyOfRange(floats.values(), floats.offset(), floats.offset() + length);
  }

  private Verdict judge(byte[][] values, IntSupplier played) {
    ContentKey key = ContentKey.of(values);
    Answer label = plan.labels().get(key);
    if (label != null) {
      return new Verdict.Labelled(key, label, truncated(values));
    }
    if (plan.model() == null
        || plan.failed().contains(key)
        || (!plan.alwaysAsked().isEmpty() && plan.alwaysAsked().contains(key.order(plan.seed())))) {
      return new Verdict.ToAsk(key, DataReader.data(values), false);
    }
    int by = plan.embedder() == null ? played.getAsInt() : kept(key);
    if (by >= 0) {
      return new Verdict.Played(by, probability(key));
    }
    return by == ViewAnswers.MISSING
        ? new Verdict.ToEmbed(key, DataReader.data(values))
        : new Verdict.ToAsk(key, DataReader.data(values), by == UNSCORED);
  }

  private int kept(ContentKey key) {
    return view == null ? ViewAnswers.MISSING : view.find(key.high(), key.low());
  }

  private float probability(ContentKey key) {
    if (!scored) {
      return Float.NaN;
    }
    return plan.embedder() == null || view == null
        ? scorer.probability()
        : view.probability(key.high(), key.low());
  }

  /** Whether the LLM is not told all of a row. */
  boolean truncated(RowData row) {
    return ChatPrompt.truncates(row, plan.ask().endpoint().textLimit());
  }

  private boolean truncated(byte[][] values) {
    // A text has no more characters than bytes, so that hardly a row has to be decoded for this.
    int limit = plan.ask().endpoint().textLimit();
    return Arrays.stream(values).anyMatch(value -> value.length > limit)
        && truncated(DataReader.data(values));
  }

  /** Scores rows that have to be embedded first; other verdicts stay as they are. */
  List<Verdict> embedded(List<Verdict> verdicts) {
    List<RowData> texts = new ArrayList<>();
    for (Verdict verdict : verdicts) {
      if (verdict instanceof Verdict.ToEmbed row) {
        texts.add(row.data());
      }
    }
    RowEmbedder embedder = plan.embedder();
    if (texts.isEmpty() || embedder == null) {
      return verdicts;
    }
    float[][] embeddings = embedder.embed(texts);
    List<Verdict> scored = new ArrayList<>(verdicts.size());
    int next = 0;
    for (Verdict verdict : verdicts) {
      if (verdict instanceof Verdict.ToEmbed row) {
        int label = scorer.label(features(embeddings[next++], row.data()));
        scored.add(
            label >= 0
                ? new Verdict.Played(label, scorer.probability())
                : new Verdict.ToAsk(row.key(), row.data(), label == UNSCORED));
      } else {
        scored.add(verdict);
      }
    }
    return scored;
  }

  List<CompletableFuture<Reply>> ask(List<Verdict.ToAsk> rows) {
    return asker()
        .ask(
            rows.stream().map(Verdict.ToAsk::key).toList(),
            rows.stream().map(Verdict.ToAsk::data).toList());
  }

  /** Opened with the first question: a partition that the understudy answers needs no endpoint. */
  Asker asker() {
    Asker open = asker;
    if (open == null) {
      open = Asker.forTask(plan.ask());
      asker = open;
    }
    return open;
  }

  /** The understudy's answer to a row with its vector, or why it has none. */
  private int played(byte[][] values, float @Nullable [] vector) {
    if (scorer.inPlace()) {
      return vector == null ? UNSCORED : scorer.label(vector, 0, vector.length);
    }
    if (plan.words() == null && vector == null) {
      return UNSCORED;
    }
    return scorer.label(features(vector, DataReader.data(values)));
  }

  private Features features(float @Nullable [] vector, RowData row) {
    TfIdf words = plan.words();
    return new Features(
        vector == null ? new float[0] : vector,
        words == null ? SparseVector.EMPTY : words.of(row.text()));
  }
}
