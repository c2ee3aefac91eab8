/** Where paid labels are kept: in memory, or in a folder with a log and a Delta table. */
@NullMarked
package io.understudy.spark.store;

import org.jspecify.annotations.NullMarked;
