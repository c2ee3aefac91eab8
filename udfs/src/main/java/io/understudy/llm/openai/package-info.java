/** Any endpoint that speaks OpenAI's chat completions API, over the JDK's HTTP client. */
@NullMarked
package io.understudy.llm.openai;

import org.jspecify.annotations.NullMarked;
