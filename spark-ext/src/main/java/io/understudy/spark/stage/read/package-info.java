/** What a stage reads of a row: its data, its vector, and the vector made of its data. */
@NullMarked
package io.understudy.spark.stage.read;

import org.jspecify.annotations.NullMarked;
