package io.understudy.embed;

import io.understudy.llm.SecretResolver;

/** Opens embedders of one kind; found by {@link java.util.ServiceLoader}. */
public interface EmbedderProvider {
  /** Whether this provider knows the embedder that is asked for. */
  boolean provides(EmbedderConfig config);

  /** Opens the embedder; called once per JVM and configuration. */
  Embedder open(EmbedderConfig config, SecretResolver secrets) throws EmbedException;
}
