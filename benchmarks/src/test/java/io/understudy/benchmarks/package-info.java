/** What the measurements rest on. */
@NullMarked
package io.understudy.benchmarks;

import org.jspecify.annotations.NullMarked;
