/** Answering every row on the executors. */
@NullMarked
package io.understudy.spark.stage.infer;

import org.jspecify.annotations.NullMarked;
