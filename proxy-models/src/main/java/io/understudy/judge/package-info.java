/** Whether the understudy may play: promises, finite-sample tests, decisions with their reasons. */
@NullMarked
package io.understudy.judge;

import org.jspecify.annotations.NullMarked;
