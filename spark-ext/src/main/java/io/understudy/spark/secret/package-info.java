/** Keys that are known by reference only. */
@NullMarked
package io.understudy.spark.secret;

import org.jspecify.annotations.NullMarked;
