/** Errors of analysis in Spark's own form. */
@NullMarked
package io.understudy.catalyst.error;

import org.jspecify.annotations.NullMarked;
