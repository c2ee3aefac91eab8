/** The only place that touches Scala's collections and functions; nothing of Understudy in it. */
@NullMarked
package io.understudy.catalyst.bridge;

import org.jspecify.annotations.NullMarked;
