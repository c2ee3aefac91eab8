/** What an understudy is: a few arrays and the arithmetic that scores a vector with them. */
@NullMarked
package io.understudy.model;

import org.jspecify.annotations.NullMarked;
