/** The house rules, kept by machine. */
@NullMarked
package io.understudy.it.house;

import org.jspecify.annotations.NullMarked;
