package io.understudy.spark.config;

import io.understudy.call.AiCall;
import io.understudy.call.AiFunction;
import io.understudy.catalyst.error.AiAnalysisException;
import io.understudy.embed.EmbedderConfig;
import io.understudy.embed.Embedders;
import io.understudy.error.ErrorCondition;
import io.understudy.llm.EndpointConfig;
import io.understudy.llm.LabelClients;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The settings that a call needs, checked as a whole and without any request. What is wrong becomes
 * an analysis error, at whatever time it is found: nothing was run yet, the user is to correct
 * something, and spark-sql shows no stack trace for it.
 */
public final class CallSettings {
  private static final String DELTA_SOURCE =
      "org/apache/spark/sql/delta/sources/DeltaDataSource.class";

  private CallSettings() {}

  /**
   * Checks what analysis can know. A session that has no endpoint at all passes, so that views can
   * be created and plans looked at where nothing is configured; {@link #endpoint} and {@link
   * #embedder} will say what is missing when the query is run.
   *
   * @throws org.apache.spark.sql.AnalysisException for a key that is unknown or whose value is not
   *     accepted, and for a call that names nothing usable in a session that has endpoints
   */
  public static void check(UnderstudyConf conf, Set<AiCall> calls) {
    raising(conf::validated);
    conf.store().ifPresent(CallSettings::requireDelta);
    if (!conf.endpointNames().isEmpty()) {
      for (AiCall call : calls) {
        if (call.function() == AiFunction.EMBED) {
          embedder(conf, call);
        } else {
          endpoint(conf, call);
        }
      }
    }
  }

  /**
   * The endpoint that answers a call.
   *
   * @throws org.apache.spark.sql.AnalysisException when it is not configured, or when any setting
   *     cannot be used
   */
  public static EndpointConfig endpoint(UnderstudyConf conf, AiCall call) {
    EndpointConfig endpoint = raising(() -> conf.validated().requireEndpoint(call.endpoint()));
    if (endpoint.batches().used() && !LabelClients.mayTakeBatches(endpoint)) {
      throw AiAnalysisException.raise(
          ErrorCondition.UNDERSTUDY_CONFIGURATION_BATCH_PROVIDER,
          Map.of(
              "endpoint", endpoint.name(),
              "provider", endpoint.provider(),
              "key", EndpointKeys.BATCH.forEndpoint(endpoint.name()).key()));
    }
    return endpoint;
  }

  /**
   * The embedder of a call of AI.EMBED.
   *
   * @throws org.apache.spark.sql.AnalysisException when nobody provides it, or when any setting
   *     cannot be used
   */
  public static EmbedderConfig embedder(UnderstudyConf conf, AiCall call) {
    EmbedderConfig embedder = raising(() -> conf.validated().embedder(call.endpoint()));
    if (!Embedders.available(embedder)) {
      throw AiAnalysisException.raise(
          ErrorCondition.UNDERSTUDY_CONFIGURATION_EMBEDDER_MISSING,
          Map.of(
              "function", call.function().sqlName(),
              "embedder", embedder.embedder(),
              "known", UnderstudyConf.known(conf.endpointNames())));
    }
    return embedder;
  }

  private static void requireDelta(String store) {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    if (loader.getResource(DELTA_SOURCE) == null) {
      throw AiAnalysisException.raise(
          ErrorCondition.UNDERSTUDY_STORE_NO_DELTA, Map.of("store", store));
    }
  }

  private static <T> T raising(Supplier<T> settings) {
    try {
      return settings.get();
    } catch (ConfigException e) {
      throw AiAnalysisException.raise(e.errorCondition(), e.getMessageParameters());
    }
  }
}
