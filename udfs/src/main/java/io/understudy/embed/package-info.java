/** Turning texts into vectors: embedders behind one narrow interface. No Spark in here. */
@NullMarked
package io.understudy.embed;

import org.jspecify.annotations.NullMarked;
