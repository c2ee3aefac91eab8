/** The SQL surface: which functions there are, their parameters and their documentation. */
@NullMarked
package io.understudy.function;

import org.jspecify.annotations.NullMarked;
