/** Embedding views: vectors of a column's texts, kept in the store. */
@NullMarked
package io.understudy.spark.view;

import org.jspecify.annotations.NullMarked;
