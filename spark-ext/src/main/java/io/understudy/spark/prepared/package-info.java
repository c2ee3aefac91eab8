/** Models that are prepared ahead of time and kept: docs/design/015-prepared-models.md. */
@NullMarked
package io.understudy.spark.prepared;

import org.jspecify.annotations.NullMarked;
