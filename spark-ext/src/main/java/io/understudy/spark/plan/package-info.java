/** From logical stages to physical ones. */
@NullMarked
package io.understudy.spark.plan;

import org.jspecify.annotations.NullMarked;
