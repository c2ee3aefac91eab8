package io.understudy.spark.bridge;

import java.io.Serializable;

/** Makes a {@link RowDigest} for each task; what is sent to the tasks. */
public interface RowDigester extends Serializable {
  /** For one task. */
  RowDigest open();
}
