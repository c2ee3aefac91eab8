/** Tests. */
@NullMarked
package io.understudy.catalyst.extract;

import org.jspecify.annotations.NullMarked;
