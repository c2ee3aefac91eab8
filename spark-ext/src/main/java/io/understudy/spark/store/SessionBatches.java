package io.understudy.spark.store;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Open batches in the driver's memory. */
final class SessionBatches implements OpenBatches {
  private final Map<String, OpenBatch> byToken = new ConcurrentHashMap<>();

  @Override
  public List<OpenBatch> of(String question) {
    return byToken.values().stream().filter(batch -> batch.question().equals(question)).toList();
  }

  @Override
  public void keep(OpenBatch batch) {
    byToken.put(batch.token(), batch);
  }

  @Override
  public void ended(OpenBatch batch) {
    byToken.remove(batch.token());
  }

  @Override
  public boolean outliveTheApplication() {
    return false;
  }
}
