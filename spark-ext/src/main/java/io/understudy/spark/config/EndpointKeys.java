package io.understudy.spark.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** The keys of one endpoint; {@code NAME} stands for the endpoint's name. */
public final class EndpointKeys {
  static final String PREFIX = ConfigKeys.PREFIX + "endpoints.";
  static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+");

  private static final String TEMPLATE = PREFIX + "NAME.";
  private static final String FIRST_RELEASE = "0.1.0";

  public static final ConfigEntry<URI> URL =
      new ConfigEntry<>(
          TEMPLATE + "url",
          "Base URL of the endpoint, usually ending in /v1. An endpoint needs it.",
          "",
          "",
          ValueParsers.url(),
          FIRST_RELEASE);

  public static final ConfigEntry<String> MODEL =
      new ConfigEntry<>(
          TEMPLATE + "model",
          "The model's name as the endpoint knows it. An endpoint needs it.",
          "",
          "",
          ValueParsers.text(),
          FIRST_RELEASE);

  public static final ConfigEntry<String> PROVIDER =
      new ConfigEntry<>(
          TEMPLATE + "provider",
          "How to talk to the endpoint: openai (anything that is compatible), azure, anthropic,"
              + " gemini, ollama, bedrock (with a Bedrock API key), or the name of another provider"
              + " on the class path.",
          "openai",
          "",
          ValueParsers.text(),
          FIRST_RELEASE);

  public static final ConfigEntry<String> API_KEY_ENV =
      new ConfigEntry<>(
          TEMPLATE + "apiKey.env",
          "Environment variable that holds the endpoint's key, on the driver and on the executors."
              + " The key itself is never written into a configuration, so not into"
              + " spark.executorEnv.* either: the Spark UI shows it unless spark.redaction.regex"
              + " matches the variable's name.",
          "",
          "",
          ValueParsers.variableName(),
          FIRST_RELEASE);

  public static final ConfigEntry<String> API_KEY_ALIAS =
      new ConfigEntry<>(
          TEMPLATE + "apiKey.alias",
          "Alias of the endpoint's key in the Hadoop credential providers"
              + " (hadoop.security.credential.provider.path). Set this or apiKey.env, or neither if"
              + " the endpoint wants no key.",
          "",
          "",
          ValueParsers.alias(),
          FIRST_RELEASE);

  public static final ConfigEntry<Integer> CONCURRENCY =
      new ConfigEntry<>(
          TEMPLATE + "concurrency",
          "Requests in flight per executor, fewer for a while after the endpoint answers 429.",
          "32",
          "requests",
          ValueParsers.integer(1, 10_000),
          FIRST_RELEASE);

  public static final ConfigEntry<Integer> CONCURRENCY_CLUSTER =
      new ConfigEntry<>(
          TEMPLATE + "concurrency.cluster",
          "Requests in flight over all executors together, shared evenly among those that have"
              + " something to ask. 0 means no limit but .concurrency times the executors.",
          "0",
          "requests",
          ValueParsers.integer(0, 1_000_000),
          FIRST_RELEASE);

  public static final ConfigEntry<Long> REQUESTS_PER_MINUTE =
      new ConfigEntry<>(
          TEMPLATE + "requestsPerMinute",
          "Requests that all executors together send per minute, repeated ones included. 0 means"
              + " no limit.",
          "0",
          "requests per minute",
          ValueParsers.whole(0),
          FIRST_RELEASE);

  public static final ConfigEntry<Long> TOKENS_PER_MINUTE =
      new ConfigEntry<>(
          TEMPLATE + "tokensPerMinute",
          "Tokens, prompt and completion together, that all executors together use per minute."
              + " Estimated before a request and set right by its usage. 0 means no limit.",
          "0",
          "tokens per minute",
          ValueParsers.whole(0),
          FIRST_RELEASE);

  public static final ConfigEntry<Integer> PACKING =
      new ConfigEntry<>(
          TEMPLATE + "packing",
          "Rows that one request asks about at most. More rows save requests and the tokens of the"
              + " instruction, but the model sees them together, which can cost quality. Rows that"
              + " come back without an answer are asked about singly.",
          "1",
          "rows",
          ValueParsers.integer(1, 100),
          FIRST_RELEASE);

  public static final ConfigEntry<Boolean> BATCH =
      new ConfigEntry<>(
          TEMPLATE + "batch",
          "Whether labels to train and judge an understudy are bought by OpenAI's Batch API, which"
              + " costs about half and takes up to a day a round; for provider openai only. State"
              + " the prices of batches in .price.*. Rows that the LLM answers later, while a query"
              + " reads them, are asked about as usual.",
          "false",
          "",
          ValueParsers.flag(),
          FIRST_RELEASE);

  public static final ConfigEntry<Duration> BATCH_POLL =
      new ConfigEntry<>(
          TEMPLATE + "batch.poll",
          "Time between two looks at a batch that is being waited for.",
          "30s",
          "time",
          ValueParsers.duration(),
          FIRST_RELEASE);

  public static final ConfigEntry<Duration> BATCH_LONGEST =
      new ConfigEntry<>(
          TEMPLATE + "batch.longest",
          "How long a batch is waited for, from its submission. Then it is cancelled, and the rows"
              + " that it has not answered are asked about singly.",
          "24h",
          "time",
          ValueParsers.duration(),
          FIRST_RELEASE);

  public static final ConfigEntry<Integer> MAX_TEXT_LENGTH =
      new ConfigEntry<>(
          TEMPLATE + "maxTextLength",
          "Of a longer text only the beginning is sent, so many characters of it, and the row is"
              + " counted as truncated.",
          "32000",
          "characters",
          ValueParsers.integer(100, 100_000_000),
          FIRST_RELEASE);

  public static final ConfigEntry<Boolean> LOGPROBS =
      new ConfigEntry<>(
          TEMPLATE + "logprobs",
          "Whether to ask for the log-probabilities of the answer's tokens. As probabilities of the"
              + " labels they are stored with the answer; the answer itself stays as it is. For the"
              + " providers openai and azure; an endpoint that refuses the parameter is asked"
              + " without it.",
          "false",
          "",
          ValueParsers.flag(),
          FIRST_RELEASE);

  public static final ConfigEntry<Duration> TIMEOUT =
      new ConfigEntry<>(
          TEMPLATE + "timeout",
          "How long one request may take.",
          "60s",
          "time",
          ValueParsers.duration(),
          FIRST_RELEASE);

  public static final ConfigEntry<Duration> DEADLINE =
      new ConfigEntry<>(
          TEMPLATE + "deadline",
          "How long one question may take with all its retries.",
          "5min",
          "time",
          ValueParsers.duration(),
          FIRST_RELEASE);

  public static final ConfigEntry<Double> PRICE_INPUT =
      new ConfigEntry<>(
          TEMPLATE + "price.input",
          "Price of prompt tokens, for the cost in reports and for budget.cost.",
          "0",
          "your currency per million tokens",
          ValueParsers.amount(),
          FIRST_RELEASE);

  public static final ConfigEntry<Double> PRICE_OUTPUT =
      new ConfigEntry<>(
          TEMPLATE + "price.output",
          "Price of completion tokens, for the cost in reports and for budget.cost.",
          "0",
          "your currency per million tokens",
          ValueParsers.amount(),
          FIRST_RELEASE);

  public static final ConfigEntry<String> PRICE_DATE =
      new ConfigEntry<>(
          TEMPLATE + "price.date",
          "The day on which the prices were looked up, for example 2026-11-01. Shown beside what is"
              + " computed from them.",
          "",
          "",
          ValueParsers.day(),
          FIRST_RELEASE);

  private EndpointKeys() {}

  /** All of them, in the order of the documentation. */
  public static List<ConfigEntry<?>> all() {
    return List.of(
        URL,
        MODEL,
        PROVIDER,
        API_KEY_ENV,
        API_KEY_ALIAS,
        CONCURRENCY,
        CONCURRENCY_CLUSTER,
        REQUESTS_PER_MINUTE,
        TOKENS_PER_MINUTE,
        PACKING,
        BATCH,
        BATCH_POLL,
        BATCH_LONGEST,
        MAX_TEXT_LENGTH,
        LOGPROBS,
        TIMEOUT,
        DEADLINE,
        PRICE_INPUT,
        PRICE_OUTPUT,
        PRICE_DATE);
  }

  /** The part of a template's key after {@code NAME.}, for example {@code price.input}. */
  static String settingOf(String templateKey) {
    return templateKey.substring(TEMPLATE.length());
  }

  static String keyOf(String name, String setting) {
    return PREFIX + name + "." + setting;
  }
}
