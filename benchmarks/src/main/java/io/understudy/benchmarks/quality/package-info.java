/** How good the answers are, against people and against the LLM, and what they cost. */
@NullMarked
package io.understudy.benchmarks.quality;

import org.jspecify.annotations.NullMarked;
