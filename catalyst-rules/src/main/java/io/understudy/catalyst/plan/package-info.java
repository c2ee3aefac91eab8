/** The logical nodes that Understudy adds to a plan. */
@NullMarked
package io.understudy.catalyst.plan;

import org.jspecify.annotations.NullMarked;
