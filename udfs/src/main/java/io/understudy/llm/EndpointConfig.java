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
 * @param timeout how long one request may take
 * @param deadline how long one question may take with all its retries
 * @param priceInput price of a million prompt tokens, in the user's currency
 * @param priceOutput price of a million completion tokens
 */
public record EndpointConfig(
    String name,
    String provider,
    URI url,
    String model,
    SecretRef apiKey,
    int concurrency,
    Duration timeout,
    Duration deadline,
    double priceInput,
    double priceOutput)
    implements Serializable {}
