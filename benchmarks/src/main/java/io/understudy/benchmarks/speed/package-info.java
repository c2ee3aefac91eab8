/** How fast rows are answered: next to the scan, and next to an LLM on every row. */
@NullMarked
package io.understudy.benchmarks.speed;

import org.jspecify.annotations.NullMarked;
