/** Errors of execution in Spark's own form. */
@NullMarked
package io.understudy.spark.error;

import org.jspecify.annotations.NullMarked;
