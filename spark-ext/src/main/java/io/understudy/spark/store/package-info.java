/** Where paid labels are kept. */
@NullMarked
package io.understudy.spark.store;

import org.jspecify.annotations.NullMarked;
