package io.understudy.spark.stage;

import io.understudy.model.Features;
import io.understudy.model.RowInput;
import io.understudy.model.SparseVector;
import io.understudy.model.TfIdf;
import io.understudy.spark.stage.sample.SampledRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What students see of sampled rows.
 *
 * @param inputs that the call has, the usual one first
 * @param words makes TF-IDF; null if no student looks at words
 */
record Materials(List<RowInput> inputs, @Nullable TfIdf words) {

  /**
   * @param sample the texts of which tell how frequent words are; no label is looked at
   */
  static Materials of(List<RowInput> inputs, List<SampledRow> sample) {
    return new Materials(
        inputs,
        inputs.stream().anyMatch(RowInput::readsWords)
            ? TfIdf.fit(sample.stream().map(row -> row.data().text()).toList(), TfIdf.PLACES)
            : null);
  }

  /** What labels are chosen by. */
  RowInput usual() {
    return inputs.get(0);
  }

  /** Every part of a row that any student looks at; without a vector where it has none. */
  Features of(SampledRow row) {
    float[] vector = row.vector();
    if (vector == null || inputs.stream().noneMatch(RowInput::readsVector)) {
      vector = new float[0];
    }
    return new Features(vector, words == null ? SparseVector.EMPTY : words.of(row.data().text()));
  }
}
