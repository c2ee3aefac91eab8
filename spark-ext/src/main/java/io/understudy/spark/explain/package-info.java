/** The section about AI functions in EXPLAIN. */
@NullMarked
package io.understudy.spark.explain;

import org.jspecify.annotations.NullMarked;
