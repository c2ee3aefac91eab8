package io.understudy.localllm;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link LocalLlmServer} behaves.
 *
 * @param port port on the loopback address, 0 for any free one
 * @param model the only model name it knows, or empty to accept any
 * @param apiKey the key it wants as {@code Authorization: Bearer}, or null for none
 * @param oracle where answers come from
 * @param latency how long every reply takes
 * @param concurrency requests it works on at a time; 0 for no limit
 * @param queues whether requests beyond that wait; otherwise they get status 429
 * @param noise probability of a wrong answer, decided by seed, question and text
 * @param seed of the noise
 * @param usage whether replies report tokens
 * @param responseFormats which kinds of {@code response_format} it accepts; others get status 400
 * @param chances how sure it is, or null if it answers {@code logprobs} with status 400
 * @param dimension length of its embeddings
 * @param largestEmbeddingBatch texts it embeds per request; more get status 413
 * @param batchDelay how long a batch is in progress, see {@link BatchPlan}
 * @param faults how it misbehaves
 */
public record LocalLlmOptions(
    int port,
    String model,
    @Nullable String apiKey,
    Oracle oracle,
    Duration latency,
    int concurrency,
    boolean queues,
    double noise,
    long seed,
    boolean usage,
    ResponseFormats responseFormats,
    @Nullable Chances chances,
    int dimension,
    int largestEmbeddingBatch,
    Duration batchDelay,
    Faults faults) {

  /** Kinds of structured output that servers support. */
  public enum ResponseFormats {
    /** {@code json_schema} and {@code json_object}. */
    SCHEMA,
    /** {@code json_object} only. */
    OBJECT,
    /** None. */
    NONE
  }

  /** A fast, faultless server on a free port, that answers by rule. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects options; every setter returns the builder. */
  public static final class Builder {
    private int port;
    private String model = "";
    private @Nullable String apiKey;
    private Oracle oracle = new KeywordOracle("");
    private Duration latency = Duration.ZERO;
    private int concurrency;
    private boolean queues;
    private double noise;
    private long seed;
    private boolean usage = true;
    private ResponseFormats responseFormats = ResponseFormats.SCHEMA;
    private @Nullable Chances chances = Chances.BY_HASH;
    private int dimension = 64;
    private int largestEmbeddingBatch = 2048;
    private Duration batchDelay = Duration.ZERO;
    private Faults faults = Faults.NONE;

    private Builder() {}

    public Builder port(int value) {
      port = value;
      return this;
    }

    public Builder model(String value) {
      model = value;
      return this;
    }

    public Builder apiKey(@Nullable String value) {
      apiKey = value;
      return this;
    }

    public Builder oracle(Oracle value) {
      oracle = value;
      return this;
    }

    public Builder latency(Duration value) {
      latency = value;
      return this;
    }

    /** Works on so many requests at a time and lets others wait. */
    public Builder queueBeyond(int value) {
      concurrency = value;
      queues = true;
      return this;
    }

    /** Works on so many requests at a time and answers 429 to others. */
    public Builder rejectBeyond(int value) {
      concurrency = value;
      queues = false;
      return this;
    }

    public Builder noise(double probability) {
      noise = probability;
      return this;
    }

    public Builder seed(long value) {
      seed = value;
      return this;
    }

    public Builder usage(boolean value) {
      usage = value;
      return this;
    }

    public Builder responseFormats(ResponseFormats value) {
      responseFormats = value;
      return this;
    }

    /** How sure it is of its answers; null if it does not say. */
    public Builder chances(@Nullable Chances value) {
      chances = value;
      return this;
    }

    public Builder dimension(int value) {
      dimension = value;
      return this;
    }

    public Builder largestEmbeddingBatch(int value) {
      largestEmbeddingBatch = value;
      return this;
    }

    public Builder batchDelay(Duration value) {
      batchDelay = value;
      return this;
    }

    public Builder faults(Faults value) {
      faults = value;
      return this;
    }

    public LocalLlmOptions build() {
      return new LocalLlmOptions(
          port,
          model,
          apiKey,
          oracle,
          latency,
          concurrency,
          queues,
          noise,
          seed,
          usage,
          responseFormats,
          chances,
          dimension,
          largestEmbeddingBatch,
          batchDelay,
          faults);
    }
  }
}
