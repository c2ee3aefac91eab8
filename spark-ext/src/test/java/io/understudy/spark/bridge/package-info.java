@NullMarked
package io.understudy.spark.bridge;

import org.jspecify.annotations.NullMarked;
