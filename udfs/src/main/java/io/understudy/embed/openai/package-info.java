/** Embeddings of any endpoint that speaks OpenAI's embeddings API. */
@NullMarked
package io.understudy.embed.openai;

import org.jspecify.annotations.NullMarked;
