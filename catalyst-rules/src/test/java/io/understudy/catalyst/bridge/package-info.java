/** Tests. */
@NullMarked
package io.understudy.catalyst.bridge;

import org.jspecify.annotations.NullMarked;
