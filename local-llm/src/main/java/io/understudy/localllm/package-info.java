/**
 * A small server that speaks OpenAI's API and answers from a file or by rule: for tests, benchmarks
 * and trying things out without a model. It can misbehave on demand.
 */
@NullMarked
package io.understudy.localllm;

import org.jspecify.annotations.NullMarked;
