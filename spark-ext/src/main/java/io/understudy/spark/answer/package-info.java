/** Answer views: what a query asked, kept row by row with its origin. */
@NullMarked
package io.understudy.spark.answer;

import org.jspecify.annotations.NullMarked;
