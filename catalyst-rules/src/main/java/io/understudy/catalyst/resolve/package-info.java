/** From the names and arguments of a call to a typed expression, with errors at analysis time. */
@NullMarked
package io.understudy.catalyst.resolve;

import org.jspecify.annotations.NullMarked;
