/** Cheap predicates first, AI predicates last. */
@NullMarked
package io.understudy.catalyst.order;

import org.jspecify.annotations.NullMarked;
