/** Whether promises hold on recorded answers as often as they say. */
@NullMarked
package io.understudy.benchmarks.coverage;

import org.jspecify.annotations.NullMarked;
