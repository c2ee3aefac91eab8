/**
 * Chat models over the JDK's HTTP client: any endpoint that speaks OpenAI's chat completions API,
 * and the own APIs of Azure, Anthropic, Gemini, Ollama and Bedrock.
 */
@NullMarked
package io.understudy.llm.chat;

import org.jspecify.annotations.NullMarked;
