package io.understudy.embed;

import io.understudy.llm.EndpointConfig;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Which embedder to use.
 *
 * @param embedder the value of {@code spark.understudy.embedder}: the name of an in-process model
 *     ({@code bge-small-en-v1.5}, {@code all-minilm-l6-v2}) or of a configured endpoint
 * @param endpoint the endpoint of that name, or null if there is none
 */
public record EmbedderConfig(String embedder, @Nullable EndpointConfig endpoint)
    implements Serializable {}
