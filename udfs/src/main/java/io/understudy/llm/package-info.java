/** Asking an LLM: providers behind one narrow interface, one owner of retries. No Spark in here. */
@NullMarked
package io.understudy.llm;

import org.jspecify.annotations.NullMarked;
