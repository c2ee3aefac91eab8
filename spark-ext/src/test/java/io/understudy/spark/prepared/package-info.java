/** Tests of prepared models and their files. */
@NullMarked
package io.understudy.spark.prepared;

import org.jspecify.annotations.NullMarked;
