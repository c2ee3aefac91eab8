/** Labels by batches: many questions in one job of the endpoint, answered within a day. */
@NullMarked
package io.understudy.llm.batch;

import org.jspecify.annotations.NullMarked;
