/** From labels to a model, on the driver. */
@NullMarked
package io.understudy.spark.stage.train;

import org.jspecify.annotations.NullMarked;
