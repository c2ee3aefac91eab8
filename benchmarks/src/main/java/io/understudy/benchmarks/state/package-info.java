/** What is gained by what is kept: embedding views, prepared models. */
@NullMarked
package io.understudy.benchmarks.state;

import org.jspecify.annotations.NullMarked;
