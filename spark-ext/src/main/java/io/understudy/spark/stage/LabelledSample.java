package io.understudy.spark.stage;

import io.understudy.call.Answer;
import io.understudy.sample.ContentKey;
import io.understudy.spark.stage.label.LabelledRow;
import io.understudy.spark.stage.sample.Sample;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A sample with what the LLM said about it.
 *
 * @param sample what was learnt about the input
 * @param rows the rows that were asked about, in sampling order
 */
record LabelledSample(Sample sample, List<LabelledRow> rows) {

  /** The answers that came. */
  Map<ContentKey, Answer> answers() {
    Map<ContentKey, Answer> answers = new HashMap<>();
    for (LabelledRow row : rows) {
      if (row.reply().answer() != null) {
        answers.put(row.row().key(), row.reply().answer());
      }
    }
    return answers;
  }

  /** The contents that got no usable answer. */
  Set<ContentKey> failed() {
    return rows.stream()
        .filter(row -> row.reply().answer() == null)
        .map(row -> row.row().key())
        .collect(Collectors.toSet());
  }
}
