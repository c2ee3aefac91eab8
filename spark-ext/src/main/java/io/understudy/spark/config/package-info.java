/** Configuration: every key in one place, and one immutable snapshot of them per query. */
@NullMarked
package io.understudy.spark.config;

import org.jspecify.annotations.NullMarked;
