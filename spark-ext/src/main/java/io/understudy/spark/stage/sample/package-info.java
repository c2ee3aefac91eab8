/** Which rows to pay for: uniform over distinct contents, by hash and seed. */
@NullMarked
package io.understudy.spark.stage.sample;

import org.jspecify.annotations.NullMarked;
