package io.understudy.spark.config;

import io.understudy.account.Prices;
import io.understudy.embed.EmbedderConfig;
import io.understudy.error.ErrorCondition;
import io.understudy.judge.OnReject;
import io.understudy.llm.BatchTerms;
import io.understudy.llm.ClusterLimits;
import io.understudy.llm.EndpointConfig;
import io.understudy.llm.SecretRef;
import io.understudy.model.RowInput;
import io.understudy.spark.account.Budget;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.internal.SQLConf;

/**
 * The settings of one query: an immutable snapshot that does not change when the session's settings
 * do. Holds no key of an endpoint, only where keys are to be found.
 *
 * <p>Every method that reads a setting throws {@link ConfigException} when its value is not
 * accepted.
 */
public final class UnderstudyConf implements Serializable {
  private static final long serialVersionUID = 1L;

  private final TreeMap<String, String> settings;

  private UnderstudyConf(Map<String, String> settings) {
    this.settings = new TreeMap<>();
    settings.forEach(
        (key, value) -> {
          if (key.startsWith(ConfigKeys.PREFIX)) {
            this.settings.put(key, value);
          }
        });
  }

  /**
   * A snapshot of these settings; keys that do not begin with {@code spark.understudy.} are left
   * out.
   */
  public static UnderstudyConf of(Map<String, String> settings) {
    return new UnderstudyConf(settings);
  }

  /** A snapshot of a session's settings. */
  public static UnderstudyConf of(SQLConf conf) {
    Map<String, String> session = conf.settings();
    synchronized (session) {
      return new UnderstudyConf(new HashMap<>(session));
    }
  }

  /** A snapshot of the settings of the session that runs on this thread. */
  public static UnderstudyConf ofActiveSession() {
    return of(SQLConf.get());
  }

  /**
   * These settings with some of them replaced.
   *
   * @param changes by full key
   */
  public UnderstudyConf with(Map<String, String> changes) {
    Map<String, String> changed = new HashMap<>(settings);
    changed.putAll(changes);
    return new UnderstudyConf(changed);
  }

  /**
   * Checks that every key under {@code spark.understudy.} is known; other keys are not looked at.
   *
   * @throws ConfigException that names the first unknown key and the nearest known one
   */
  public static void validate(Set<String> keys) {
    KnownKeys.validate(keys);
  }

  /**
   * Checks every key and every value that is set, used or not.
   *
   * @return this
   * @throws ConfigException for the first unknown key, else for the first value not accepted
   */
  public UnderstudyConf validated() {
    validate(settings.keySet());
    settings.keySet().stream().flatMap(key -> KnownKeys.find(key).stream()).forEach(this::find);
    endpointNames().forEach(this::endpoint);
    return this;
  }

  /** The settings, key to text, in the order of the keys; for reports. */
  public Map<String, String> settings() {
    return new TreeMap<>(settings);
  }

  /** Name of the default endpoint. */
  public String endpointName() {
    return get(ConfigKeys.ENDPOINT);
  }

  /** The names under {@code spark.understudy.endpoints}, sorted. */
  public List<String> endpointNames() {
    return List.copyOf(KnownKeys.endpointNames(settings.keySet()));
  }

  /**
   * The endpoint of that name; the blank name is the default endpoint's.
   *
   * @return empty when it has no URL or no model
   */
  public Optional<EndpointConfig> endpoint(String name) {
    String known = nameOrDefault(name);
    SecretRef apiKey = apiKey(known);
    return find(EndpointKeys.URL.forEndpoint(known))
        .flatMap(
            url ->
                find(EndpointKeys.MODEL.forEndpoint(known))
                    .map(
                        model ->
                            new EndpointConfig(
                                known,
                                get(EndpointKeys.PROVIDER.forEndpoint(known)),
                                url,
                                model,
                                apiKey,
                                get(EndpointKeys.CONCURRENCY.forEndpoint(known)),
                                clusterLimits(known),
                                get(EndpointKeys.PACKING.forEndpoint(known)),
                                batchTerms(known),
                                get(EndpointKeys.MAX_TEXT_LENGTH.forEndpoint(known)),
                                get(EndpointKeys.TIMEOUT.forEndpoint(known)),
                                get(EndpointKeys.DEADLINE.forEndpoint(known)),
                                get(EndpointKeys.PRICE_INPUT.forEndpoint(known)),
                                get(EndpointKeys.PRICE_OUTPUT.forEndpoint(known)),
                                get(EndpointKeys.LOGPROBS.forEndpoint(known)))));
  }

  private BatchTerms batchTerms(String endpoint) {
    return new BatchTerms(
        get(EndpointKeys.BATCH.forEndpoint(endpoint)),
        get(EndpointKeys.BATCH_POLL.forEndpoint(endpoint)),
        get(EndpointKeys.BATCH_LONGEST.forEndpoint(endpoint)));
  }

  private ClusterLimits clusterLimits(String endpoint) {
    return new ClusterLimits(
        get(EndpointKeys.CONCURRENCY_CLUSTER.forEndpoint(endpoint)),
        get(EndpointKeys.REQUESTS_PER_MINUTE.forEndpoint(endpoint)),
        get(EndpointKeys.TOKENS_PER_MINUTE.forEndpoint(endpoint)));
  }

  /**
   * The endpoint of that name; the blank name is the default endpoint's.
   *
   * @throws ConfigException that says which keys to set, when it has no URL or no model
   */
  public EndpointConfig requireEndpoint(String name) {
    return endpoint(name).orElseThrow(() -> incomplete(nameOrDefault(name)));
  }

  /** What the endpoint's tokens cost. */
  public static Prices prices(EndpointConfig endpoint) {
    return new Prices(endpoint.priceInput(), endpoint.priceOutput());
  }

  /** The day of an endpoint's prices, if it is configured. */
  public Optional<String> pricesAsOf(String endpoint) {
    return find(EndpointKeys.PRICE_DATE.forEndpoint(endpoint));
  }

  /**
   * The embedder of that name.
   *
   * @param name an in-process model or an endpoint; the blank name is the configured embedder's
   */
  public EmbedderConfig embedder(String name) {
    String known = name.isBlank() ? get(ConfigKeys.EMBEDDER) : name.strip();
    Optional<EndpointConfig> endpoint =
        EndpointKeys.NAME.matcher(known).matches() ? endpoint(known) : Optional.empty();
    return new EmbedderConfig(known, endpoint.orElse(null));
  }

  /**
   * What students may see of a row, the usual input first.
   *
   * @param embeddings whether the rows have embeddings, or can be given them
   * @return empty if all that is wanted needs embeddings
   */
  public List<RowInput> inputs(boolean embeddings) {
    List<RowInput> wanted = get(ConfigKeys.INPUTS);
    if (wanted.isEmpty()) {
      return List.of(embeddings ? RowInput.EMBEDDING : RowInput.TFIDF);
    }
    return wanted.stream().filter(input -> embeddings || !input.readsVector()).toList();
  }

  /** Names of the students that may play, the usual one first. */
  public List<String> students() {
    return get(ConfigKeys.STUDENTS);
  }

  /** Rows handed to the embedder at once. */
  public int embedBatch() {
    return get(ConfigKeys.EMBED_BATCH);
  }

  /** Rows that are labelled to train and judge an understudy. */
  public int labels() {
    return get(ConfigKeys.LABELS);
  }

  /** Share of the labelled rows that judges, in (0, 1). */
  public double judgeShare() {
    return get(ConfigKeys.JUDGE_SHARE);
  }

  /** Share of the labels that are second answers, in [0, 0.5]. */
  public double repeat() {
    return get(ConfigKeys.REPEAT);
  }

  /** Fewest different rows that an understudy is trained for. */
  public long minRows() {
    return get(ConfigKeys.MIN_ROWS);
  }

  /** The target of a call that states none, in (0, 1). */
  public double target() {
    return get(ConfigKeys.TARGET);
  }

  /** The confidence of a call that states none, in (0, 1). */
  public double confidence() {
    return get(ConfigKeys.CONFIDENCE);
  }

  /** What happens when an understudy may not answer. */
  public OnReject onReject() {
    return get(ConfigKeys.ON_REJECT);
  }

  /** Who fits the understudy. */
  public TrainerKind trainer() {
    return get(ConfigKeys.TRAINER);
  }

  /** Seed of the sample. */
  public long seed() {
    return get(ConfigKeys.SEED);
  }

  /** What a query may spend. */
  public Budget queryBudget() {
    return new Budget(
        ConfigKeys.PREFIX + "budget.",
        whole(ConfigKeys.BUDGET_CALLS),
        whole(ConfigKeys.BUDGET_TOKENS),
        amount(ConfigKeys.BUDGET_COST));
  }

  /** What the queries of a session may spend together. */
  public Budget sessionBudget() {
    return new Budget(
        ConfigKeys.PREFIX + "budget.session.",
        whole(ConfigKeys.SESSION_CALLS),
        whole(ConfigKeys.SESSION_TOKENS),
        amount(ConfigKeys.SESSION_COST));
  }

  private OptionalLong whole(ConfigEntry<Long> entry) {
    return find(entry).map(OptionalLong::of).orElse(OptionalLong.empty());
  }

  private OptionalDouble amount(ConfigEntry<Double> entry) {
    return find(entry).map(OptionalDouble::of).orElse(OptionalDouble.empty());
  }

  /** Folder of the store; empty means the driver's memory. */
  public Optional<String> store() {
    return find(ConfigKeys.STORE);
  }

  /** Most labels in the driver's memory. */
  public long storeMemory() {
    return get(ConfigKeys.STORE_MEMORY);
  }

  /** Days that the store keeps runs; empty for ever. */
  public OptionalLong storeRunsDays() {
    return whole(ConfigKeys.STORE_RUNS_DAYS);
  }

  /** Whether a prepared model that fits a call answers it by itself. */
  public boolean modelsPlay() {
    return get(ConfigKeys.MODELS_PLAY);
  }

  /** Whether answer views may keep texts that are asked about. */
  public boolean storeTexts() {
    return get(ConfigKeys.STORE_TEXTS);
  }

  /** Whether queries keep what they train and judge. */
  public boolean modelsKeep() {
    return get(ConfigKeys.MODELS_KEEP);
  }

  /** Different rows that a prepared model is judged by on data it was not judged on. */
  public int modelsCheckRows() {
    return get(ConfigKeys.MODELS_CHECK_ROWS);
  }

  /** What happens where a prepared model does not keep its promise. */
  public OnUnfit modelsOnUnfit() {
    return get(ConfigKeys.MODELS_ON_UNFIT);
  }

  /** Whether progress and summaries are written to standard error. */
  public boolean progress() {
    return get(ConfigKeys.PROGRESS);
  }

  private <T> T get(ConfigEntry<T> entry) {
    return entry.get(settings);
  }

  private <T> Optional<T> find(ConfigEntry<T> entry) {
    return entry.find(settings);
  }

  private String nameOrDefault(String name) {
    return name.isBlank() ? endpointName() : name.strip();
  }

  private SecretRef apiKey(String endpoint) {
    ConfigEntry<String> env = EndpointKeys.API_KEY_ENV.forEndpoint(endpoint);
    ConfigEntry<String> alias = EndpointKeys.API_KEY_ALIAS.forEndpoint(endpoint);
    Optional<String> variable = find(env);
    Optional<String> stored = find(alias);
    if (variable.isPresent() && stored.isPresent()) {
      throw new ConfigException(
          ErrorCondition.UNDERSTUDY_CONFIGURATION_TWO_SECRETS,
          alias.key(),
          Map.of("endpoint", endpoint, "env", env.key(), "alias", alias.key()));
    }
    return variable
        .<SecretRef>map(SecretRef.EnvironmentVariable::new)
        .or(() -> stored.map(SecretRef.CredentialAlias::new))
        .orElseGet(SecretRef.None::new);
  }

  private ConfigException incomplete(String name) {
    if (!EndpointKeys.NAME.matcher(name).matches()) {
      return new ConfigException(
          ErrorCondition.UNDERSTUDY_CONFIGURATION_ENDPOINT_NAME,
          ConfigKeys.ENDPOINT.key(),
          Map.of("endpoint", name, "known", known(endpointNames())));
    }
    List<String> missing =
        Stream.of(EndpointKeys.URL, EndpointKeys.MODEL)
            .map(entry -> entry.forEndpoint(name).key())
            .filter(key -> !settings.containsKey(key))
            .toList();
    String keys = String.join(" and ", missing);
    return new ConfigException(
        ErrorCondition.UNDERSTUDY_CONFIGURATION_ENDPOINT_INCOMPLETE,
        missing.get(0),
        Map.of(
            "endpoint",
            name,
            "missing",
            keys + (missing.size() == 1 ? " is" : " are"),
            "keys",
            keys,
            "known",
            known(endpointNames().stream().filter(other -> !other.equals(name)).toList())));
  }

  static String known(List<String> names) {
    return names.isEmpty()
        ? "No other endpoint is configured."
        : "Configured are: " + String.join(", ", names) + ".";
  }
}
