/** Spark's Scala interfaces of execution and messaging, made writable in Java. */
@NullMarked
package io.understudy.spark.bridge;

import org.jspecify.annotations.NullMarked;
