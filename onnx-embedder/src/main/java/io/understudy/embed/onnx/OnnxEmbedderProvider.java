package io.understudy.embed.onnx;

import io.understudy.embed.EmbedException;
import io.understudy.embed.Embedder;
import io.understudy.embed.EmbedderConfig;
import io.understudy.embed.EmbedderProvider;
import io.understudy.llm.SecretResolver;

/** Opens the encoders that this jar carries; a configured endpoint of the same name goes first. */
public final class OnnxEmbedderProvider implements EmbedderProvider {
  @Override
  public boolean provides(EmbedderConfig config) {
    return config.endpoint() == null && SentenceModel.named(config.embedder()).isPresent();
  }

  @Override
  public Embedder open(EmbedderConfig config, SecretResolver secrets) throws EmbedException {
    SentenceModel model =
        SentenceModel.named(config.embedder())
            .orElseThrow(
                () -> new EmbedException("No model " + config.embedder() + " in this jar."));
    return OnnxEmbedder.load(model);
  }
}
