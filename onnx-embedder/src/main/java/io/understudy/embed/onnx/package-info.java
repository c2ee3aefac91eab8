/**
 * Sentence encoders that run in this JVM, by ONNX Runtime; nothing is downloaded.
 *
 * <p>Each text is a run of its own, on the thread that asks. The models are quantised dynamically:
 * the scale of every activation is taken over a whole batch, so that in a batch a text's vector
 * depends on its neighbours and on the padding. Measured on movie review sentences, the cosine
 * between a text alone and the same text in a batch of 64 falls to 0.984 (bge-small-en-v1.5) and
 * 0.938 (all-minilm-l6-v2). Then a query's answers would depend on how its rows are partitioned.
 * With one thread per run and as many callers as cores, a batch of one costs little: 350 texts of
 * 13 tokens per second and core.
 */
@NullMarked
package io.understudy.embed.onnx;

import org.jspecify.annotations.NullMarked;
