/** Which labels to buy: for learning the rows that are uncertain, for judging a uniform sample. */
@NullMarked
package io.understudy.label;

import org.jspecify.annotations.NullMarked;
