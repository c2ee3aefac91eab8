/** How near labelling comes to what an endpoint can give, and what faults cost. */
@NullMarked
package io.understudy.benchmarks.labelling;

import org.jspecify.annotations.NullMarked;
