package io.understudy.spark.stage;

import io.understudy.call.Answer;
import io.understudy.judge.Decision;
import io.understudy.llm.ChatPrompt;
import io.understudy.model.Features;
import io.understudy.model.LinearModel;
import io.understudy.model.RowInput;
import io.understudy.model.SparseVector;
import io.understudy.sample.ContentKey;
import io.understudy.spark.stage.infer.VectorLabels;
import io.understudy.spark.stage.infer.VectorLabels.Beside;
import io.understudy.spark.stage.infer.VectorLabels.Known;
import io.understudy.spark.stage.sample.Sample;
import io.understudy.spark.stage.sample.SampledRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether a table's vectors will do without its texts, now that a sample is known: every row has
 * both, the understudy answers whatever has no label, and a label is found by the vector.
 */
final class KnownVectors {
  private final Prepared ready;
  private final Map<ContentKey, SampledRow> sampled = new HashMap<>();
  private final Set<ContentKey> again;

  KnownVectors(Prepared ready) {
    this.ready = ready;
    Sample sample = ready.labels().sample();
    sample.drawn().forEach(row -> sampled.merge(row.key(), row, SampledRow::either));
    this.again = sampled.keySet().stream().map(ContentKey::again).collect(Collectors.toSet());
  }

  /**
   * A content of the sample with its label.
   *
   * @param key of the row, as the labels have it: an object that is sent along anyhow
   */
  private record Labelled(SampledRow row, ContentKey key, Answer label) {}

  /**
   * The labels by vector; null if some row needs its text.
   *
   * @param labels contents with a paid label
   * @param textLimit characters of a text that the LLM is sent
   */
  @Nullable VectorLabels labels(Map<ContentKey, Answer> labels, int textLimit) {
    LinearModel model = ofVectorsAlone();
    if (model == null || !allScored(model) || !ready.failed().isEmpty()) {
      return null;
    }
    List<Labelled> labelled = new ArrayList<>();
    for (Map.Entry<ContentKey, Answer> label : labels.entrySet()) {
      SampledRow row = sampled.get(label.getKey());
      if (row != null && row.spread() == null) {
        labelled.add(new Labelled(row, label.getKey(), label.getValue()));
      } else if (!again.contains(label.getKey())) {
        // No second answer, which is kept like a label but belongs to no row.
        return null;
      }
    }
    return allLabelled(labelled) && !misled(labelled, model)
        ? new VectorLabels(labelled.stream().map(one -> beside(one, textLimit)).toList())
        : null;
  }

  private static Beside beside(Labelled one, int textLimit) {
    boolean truncated = ChatPrompt.truncates(one.row().data(), textLimit);
    return new Beside(one.row().entries(), new Known(one.key(), one.label(), truncated));
  }

  private @Nullable LinearModel ofVectorsAlone() {
    Cast cast = ready.cast();
    return ready.decision() instanceof Decision.UseProxy
            && cast != null
            && cast.entrant().input() == RowInput.EMBEDDING
            && cast.scorer() instanceof LinearModel model
        ? model
        : null;
  }

  private boolean allScored(LinearModel model) {
    Sample sample = ready.labels().sample();
    // A prepared model plays without a sample, and rows are counted for it that nobody has read.
    return !sample.rows().isEmpty()
        && sample.nullRows() == 0
        && sample.dimensions().equals(Map.of(model.dimension(), sample.inputRows()));
  }

  /** Whether contents that the LLM always answers have been asked about. */
  private boolean allLabelled(List<Labelled> labelled) {
    return labelled.stream()
        .map(one -> one.row().key().order(ready.seed()))
        .collect(Collectors.toSet())
        .containsAll(ready.labels().sample().alwaysAsked());
  }

  /**
   * Whether a vector stands beside several sampled texts, and the LLM's answer to one of them,
   * which would be taken for all, is not the understudy's. Where there is none although n contents
   * without a label have been drawn, fewer than 3/n of all contents have such a vector (the rule of
   * three, at 95%).
   */
  private boolean misled(List<Labelled> labelled, LinearModel model) {
    Map<Long, Long> contents =
        sampled.values().stream()
            .collect(
                Collectors.groupingBy(
                    row -> VectorLabels.hash(row.entries()), Collectors.counting()));
    return labelled.stream()
        .filter(one -> contents.getOrDefault(VectorLabels.hash(one.row().entries()), 0L) > 1)
        .anyMatch(one -> !agrees(one, model));
  }

  private static boolean agrees(Labelled one, LinearModel model) {
    float[] probabilities = model.newScores();
    return model.score(new Features(one.row().entries(), SparseVector.EMPTY), probabilities)
        && one.label().classes().equals(List.of(LinearModel.label(probabilities)));
  }
}
