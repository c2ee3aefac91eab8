/** The stage: sample, label, train, judge, infer, account. The only code that runs jobs. */
@NullMarked
package io.understudy.spark.stage;

import org.jspecify.annotations.NullMarked;
