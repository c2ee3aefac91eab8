/** Asking the LLM on the executors, each distinct question once, and keeping what was paid for. */
@NullMarked
package io.understudy.spark.stage.label;

import org.jspecify.annotations.NullMarked;
