/** Plans for the tests of the rules. */
@NullMarked
package io.understudy.catalyst;

import org.jspecify.annotations.NullMarked;
