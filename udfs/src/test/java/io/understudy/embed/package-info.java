@NullMarked
package io.understudy.embed;

import org.jspecify.annotations.NullMarked;
