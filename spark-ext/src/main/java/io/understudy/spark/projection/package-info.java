/** The table function that projects a query before it is paid for. */
@NullMarked
package io.understudy.spark.projection;

import org.jspecify.annotations.NullMarked;
