/** Moves AI calls out of expressions into stages below, each distinct call once. */
@NullMarked
package io.understudy.catalyst.extract;

import org.jspecify.annotations.NullMarked;
