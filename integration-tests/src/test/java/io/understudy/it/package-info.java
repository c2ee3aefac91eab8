/** The whole: real Spark, real HTTP, SQL in and answers out. */
@NullMarked
package io.understudy.it;

import org.jspecify.annotations.NullMarked;
