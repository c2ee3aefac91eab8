/** Tests. */
@NullMarked
package io.understudy.catalyst.resolve;

import org.jspecify.annotations.NullMarked;
