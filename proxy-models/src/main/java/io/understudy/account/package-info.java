/** What was spent and what was saved. */
@NullMarked
package io.understudy.account;

import org.jspecify.annotations.NullMarked;
