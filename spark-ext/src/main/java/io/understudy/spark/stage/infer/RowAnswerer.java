package io.understudy.spark.stage.infer;

import io.understudy.call.Answer;
import io.understudy.call.RowData;
import io.understudy.llm.ChatPrompt;
import io.understudy.model.Features;
import io.understudy.model.LinearModel;
import io.understudy.model.Scorer;
import io.understudy.model.SparseVector;
import io.understudy.model.TfIdf;
import io.understudy.sample.ContentKey;
import io.understudy.spark.stage.label.Asker;
import io.understudy.spark.stage.label.Reply;
import io.understudy.spark.stage.read.DataReader;
import io.understudy.spark.stage.read.RowEmbedder;
import io.understudy.spark.stage.read.VectorReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;

/**
 * Says for each row of a partition who answers it: a paid label, the understudy, or the LLM. Used
 * by one task.
 */
final class RowAnswerer {
  private final InferPlan plan;
  private final DataReader data;
  private final @Nullable VectorReader vectors;
  private final float[] probabilities;
  private @Nullable Asker asker;

  RowAnswerer(InferPlan plan, DataReader data, @Nullable VectorReader vectors) {
    this.plan = plan;
    this.data = data;
    this.vectors = vectors;
    Scorer model = plan.model();
    this.probabilities = model == null ? new float[0] : model.newScores();
  }

  /** Who answers a row. */
  sealed interface Verdict {
    /** The row has no data. */
    record NoData() implements Verdict {}

    /** A label that was paid for; {@code truncated} if for the beginning of a text only. */
    record Labelled(ContentKey key, Answer answer, boolean truncated) implements Verdict {}

    /** The understudy. */
    record Played(int label) implements Verdict {}

    /** The understudy, once the data is embedded. */
    record ToEmbed(ContentKey key, RowData data) implements Verdict {}

    /** The LLM; {@code unscored} if it is for want of a usable embedding. */
    record ToAsk(ContentKey key, RowData data, boolean unscored) implements Verdict {}
  }

  private static final Verdict NO_DATA = new Verdict.NoData();

  InferPlan plan() {
    return plan;
  }

  /** Whether rows have to be gathered before they can be scored. */
  boolean embedsOnTheFly() {
    return plan.embedder() != null && plan.model() != null;
  }

  Verdict judge(InternalRow row) {
    byte[][] values = data.read(row);
    if (values == null) {
      return NO_DATA;
    }
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
    if (plan.embedder() != null) {
      return new Verdict.ToEmbed(key, DataReader.data(values));
    }
    boolean byVector = plan.input() != null && plan.input().readsVector();
    return score(key, values, byVector && vectors != null ? vectors.read(row) : null);
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
        int label = played(features(embeddings[next++], row.data()));
        scored.add(
            label >= 0
                ? new Verdict.Played(label)
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

  private static final int ASK = -1;
  private static final int UNSCORED = -2;

  private Verdict score(ContentKey key, byte[][] values, float @Nullable [] vector) {
    int label;
    if (plan.words() != null) {
      label = played(features(vector, DataReader.data(values)));
    } else {
      label = vector == null ? UNSCORED : played(Features.ofVector(vector));
    }
    return label >= 0
        ? new Verdict.Played(label)
        : new Verdict.ToAsk(key, DataReader.data(values), label == UNSCORED);
  }

  private Features features(float @Nullable [] vector, RowData row) {
    TfIdf words = plan.words();
    return new Features(
        vector == null ? new float[0] : vector,
        words == null ? SparseVector.EMPTY : words.of(row.text()));
  }

  /** The understudy's answer, or why it has none. */
  private int played(Features row) {
    Scorer model = plan.model();
    if (model == null || !model.score(row, probabilities)) {
      return UNSCORED;
    }
    return plan.decision().serves(LinearModel.score(probabilities))
        ? LinearModel.label(probabilities)
        : ASK;
  }
}
