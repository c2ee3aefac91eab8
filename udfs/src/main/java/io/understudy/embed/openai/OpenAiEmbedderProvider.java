package io.understudy.embed.openai;

import io.understudy.embed.EmbedException;
import io.understudy.embed.Embedder;
import io.understudy.embed.EmbedderConfig;
import io.understudy.embed.EmbedderProvider;
import io.understudy.llm.EndpointConfig;
import io.understudy.llm.LabelException;
import io.understudy.llm.SecretResolver;
import io.understudy.llm.Secrets;
import io.understudy.llm.chat.OpenAiProvider;
import io.understudy.llm.chat.ProviderHttp;

/** Opens the {@code /embeddings} of a configured endpoint whose provider is {@code openai}. */
public final class OpenAiEmbedderProvider implements EmbedderProvider {
  @Override
  public boolean provides(EmbedderConfig config) {
    EndpointConfig endpoint = config.endpoint();
    return endpoint != null && endpoint.provider().equalsIgnoreCase(OpenAiProvider.NAME);
  }

  @Override
  public Embedder open(EmbedderConfig config, SecretResolver secrets) throws EmbedException {
    EndpointConfig endpoint = config.endpoint();
    if (endpoint == null) {
      throw new EmbedException(
          "No endpoint '%s' is configured. Set spark.understudy.endpoints.%s.url and .model."
              .formatted(config.embedder(), config.embedder()));
    }
    try {
      return new OpenAiEmbedder(
          endpoint, new ProviderHttp(endpoint, Secrets.keyOf(endpoint, secrets)));
    } catch (LabelException error) {
      throw new EmbedException(String.valueOf(error.getMessage()), error);
    }
  }
}
