package io.understudy.spark.stage;

import io.understudy.judge.Drift;
import io.understudy.sample.ContentKey;
import io.understudy.spark.stage.label.LabelledRow;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a decision rests on.
 *
 * @param trained contents that were learnt from
 * @param judged contents that judged
 * @param scored what the understudy says about those
 */
record Evidence(Set<ContentKey> trained, Set<ContentKey> judged, Drift.Scored scored) {
  static final Evidence NONE = new Evidence(Set.of(), Set.of(), new Drift.Scored(new float[0], 0));

  static Set<ContentKey> keys(List<LabelledRow> rows) {
    return rows.stream().map(row -> row.row().key()).collect(Collectors.toUnmodifiableSet());
  }
}
