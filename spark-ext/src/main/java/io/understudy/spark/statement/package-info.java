/** SQL statements of Understudy's own: texts that Spark's parser does not accept. */
@NullMarked
package io.understudy.spark.statement;

import org.jspecify.annotations.NullMarked;
