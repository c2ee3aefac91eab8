/** Understudy as Spark sees it: the session extension. */
@NullMarked
package io.understudy.spark;

import org.jspecify.annotations.NullMarked;
