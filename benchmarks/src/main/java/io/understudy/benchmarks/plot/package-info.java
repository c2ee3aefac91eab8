/** Draws figures that were measured. */
@NullMarked
package io.understudy.benchmarks.plot;

import org.jspecify.annotations.NullMarked;
