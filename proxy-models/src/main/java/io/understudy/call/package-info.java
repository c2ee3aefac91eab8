/** What was asked: the AI call with its instruction, its closed set of answers and its promise. */
@NullMarked
package io.understudy.call;

import org.jspecify.annotations.NullMarked;
