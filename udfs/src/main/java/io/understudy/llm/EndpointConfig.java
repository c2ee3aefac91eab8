package io.understudy.llm;

import java.io.Serializable;
import java.net.URI;
import java.time.Duration;

/**
 * An endpoint as the user configured it under {@code spark.understudy.endpoints.NAME}.
 *
 * @param name the endpoint's name in configuration keys and in {@code endpoint =>}
 * @param provider name of the {@link LabelModelProvider}, {@code openai} by default
 * @param url base URL, usually ending in {@code /v1}
 * @param model the model's name as the endpoint knows it
 * @param apiKey where the key is
 * @param concurrency requests in flight per JVM, at least 1
 * @param cluster what all JVMs together may ask
 * @param packing rows per request at most, 1 for one row per request
 * @param batches whether labels are bought by batches
 * @param textLimit characters of one text that are sent, see {@link ChatPrompt}
 * @param timeout how long one request may take
 * @param deadline how long one question may take with all its retries
 * @param priceInput price of a million prompt tokens, in the user's currency
 * @param priceOutput price of a million completion tokens
 * @param logprobs whether to ask for the probabilities of tokens, and by them of labels
 */
public record EndpointConfig(
    String name,
    String provider,
    URI url,
    String model,
    SecretRef apiKey,
    int concurrency,
    ClusterLimits cluster,
    int packing,
    BatchTerms batches,
    int textLimit,
    Duration timeout,
    Duration deadline,
    double priceInput,
    double priceOutput,
    boolean logprobs)
    implements Serializable {
  /** Rows per request where nothing else is configured. */
  public static final int NO_PACKING = 1;

  /** Characters of one text that are sent where nothing else is configured. */
  public static final int TEXT_LIMIT = 32_000;
}
