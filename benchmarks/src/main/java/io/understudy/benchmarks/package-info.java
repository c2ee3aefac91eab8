/**
 * Measurements of the whole on public data: real SQL through Spark, a local LLM over HTTP. Figures
 * go to standard output as JSON lines, all else to standard error.
 */
@NullMarked
package io.understudy.benchmarks;

import org.jspecify.annotations.NullMarked;
