/** The conditions under which Understudy refuses, each with its SQLSTATE. */
@NullMarked
package io.understudy.error;

import org.jspecify.annotations.NullMarked;
