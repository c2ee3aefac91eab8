package io.understudy.embed;

import io.understudy.llm.Plugins;
import io.understudy.llm.SecretResolver;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The embedders of this JVM, one per configuration, so that a model is loaded once. Each of them
 * embeds a text once, whichever task it comes from: {@link EachTextOnce}.
 */
public final class Embedders {
  private static final Map<EmbedderConfig, Embedder> SHARED = new HashMap<>();

  private Embedders() {}

  /**
   * The embedder of a configuration, opened when first asked for.
   *
   * @throws EmbedException when no provider knows it, or when it can't be opened
   */
  public static Embedder shared(EmbedderConfig config, SecretResolver secrets)
      throws EmbedException {
    synchronized (SHARED) {
      Embedder embedder = SHARED.get(config);
      if (embedder == null) {
        embedder =
            new EachTextOnce(
                provider(config).orElseThrow(() -> missing(config)).open(config, secrets));
        SHARED.put(config, embedder);
      }
      return embedder;
    }
  }

  /** Whether {@link #shared} would find a provider; opens nothing and sends nothing. */
  public static boolean available(EmbedderConfig config) {
    return provider(config).isPresent();
  }

  /** Closes every embedder; later calls open new ones. */
  public static void closeAll() {
    List<Embedder> embedders;
    synchronized (SHARED) {
      embedders = List.copyOf(SHARED.values());
      SHARED.clear();
    }
    embedders.forEach(Embedder::close);
  }

  private static Optional<EmbedderProvider> provider(EmbedderConfig config) {
    return Plugins.load(EmbedderProvider.class).stream()
        .filter(provider -> provider.provides(config))
        .findFirst();
  }

  private static EmbedException missing(EmbedderConfig config) {
    return new EmbedException(
        "No embedder '%s' is on the class path. Set spark.understudy.embedder to a configured endpoint, or add the jar understudy-onnx-embedder for the models that run in process."
            .formatted(config.embedder()));
  }
}
