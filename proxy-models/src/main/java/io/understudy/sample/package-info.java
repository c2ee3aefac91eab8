/** Which rows are asked: by hash of content and seed, never by position. */
@NullMarked
package io.understudy.sample;

import org.jspecify.annotations.NullMarked;
