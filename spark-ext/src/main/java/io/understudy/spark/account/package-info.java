/** What each run spent and saved, as users see it. */
@NullMarked
package io.understudy.spark.account;

import org.jspecify.annotations.NullMarked;
