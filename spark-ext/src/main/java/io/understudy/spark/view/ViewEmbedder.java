package io.understudy.spark.view;

import io.understudy.embed.EmbedException;
import io.understudy.embed.Embedder;
import io.understudy.embed.EmbedderConfig;
import java.io.Serializable;

/**
 * Which embedder made a view's vectors.
 *
 * @param name as {@code spark.understudy.embedder} names it
 * @param model of the endpoint of that name; blank for an embedder that runs in process
 * @param identity as the embedder itself says
 * @param dimension length of its vectors
 */
public record ViewEmbedder(String name, String model, String identity, int dimension)
    implements Serializable {

  static ViewEmbedder of(EmbedderConfig config, Embedder embedder) throws EmbedException {
    return new ViewEmbedder(
        config.embedder(), modelOf(config), embedder.identity(), embedder.dimension());
  }

  /** Whether a configuration may be of this embedder, as far as can be said without opening it. */
  public boolean mayBe(EmbedderConfig config) {
    return name.equals(config.embedder()) && model.equals(modelOf(config));
  }

  private static String modelOf(EmbedderConfig config) {
    return config.endpoint() == null ? "" : config.endpoint().model();
  }

  /** For messages and EXPLAIN. */
  public String describe() {
    return identity + " (" + dimension + " dimensions)";
  }
}
