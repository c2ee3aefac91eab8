/**
 * What more labels and stricter promises would bring, told from a few labels before more are
 * bought.
 */
@NullMarked
package io.understudy.projection;

import org.jspecify.annotations.NullMarked;
