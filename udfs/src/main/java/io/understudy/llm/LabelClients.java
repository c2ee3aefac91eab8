package io.understudy.llm;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The clients of this JVM, one per configured endpoint, so that all tasks share its limits. */
public final class LabelClients {
  private static final Map<EndpointConfig, Opened> SHARED = new HashMap<>();

  private LabelClients() {}

  /**
   * The client of an endpoint, opened when first asked for. No request is sent yet.
   *
   * <p>Where the endpoint refused the key, the key is resolved anew, and another key opens another
   * client. The same key keeps the client: it answers for a while without sending, see {@link
   * RetryPolicy#failFast()}, and then tries again.
   *
   * @throws LabelException of kind {@link LabelException.Kind#CONFIGURATION} when there is no such
   *     provider or no key
   */
  public static LabelClient shared(EndpointConfig endpoint, SecretResolver secrets)
      throws LabelException {
    return shared(endpoint, secrets, limited -> Pace.UNLIMITED);
  }

  /**
   * The same where several JVMs share what the endpoint allows.
   *
   * @param paces gives the pace of a client that is opened
   */
  public static LabelClient shared(
      EndpointConfig endpoint, SecretResolver secrets, Function<EndpointConfig, Pace> paces)
      throws LabelException {
    Opened before;
    Opened now;
    synchronized (SHARED) {
      before = SHARED.get(endpoint);
      if (before != null && !before.client().unauthorized()) {
        return before.client();
      }
      LabelModelProvider provider = provider(endpoint);
      ApiKey key = Secrets.keyOf(endpoint, secrets);
      if (before != null && before.key().value().equals(key.value())) {
        return before.client();
      }
      LabelClient client =
          new LabelClient(
              provider.open(endpoint, key),
              endpoint,
              RetryPolicy.DEFAULT,
              paces.apply(endpoint),
              System::nanoTime);
      now = new Opened(client, key);
      SHARED.put(endpoint, now);
    }
    if (before != null) {
      before.client().close();
    }
    return now.client();
  }

  /**
   * Whether an endpoint can be asked by batches, as far as its provider is known; one that is
   * unknown is {@link #shared}'s to complain about.
   */
  public static boolean mayTakeBatches(EndpointConfig endpoint) {
    return Plugins.load(LabelModelProvider.class).stream()
        .filter(provider -> provider.name().equalsIgnoreCase(endpoint.provider()))
        .findFirst()
        .map(LabelModelProvider::offersBatches)
        .orElse(true);
  }

  /** Closes every client; later calls open new ones. */
  public static void closeAll() {
    List<LabelClient> clients;
    synchronized (SHARED) {
      clients = SHARED.values().stream().map(Opened::client).toList();
      SHARED.clear();
    }
    clients.forEach(LabelClient::close);
  }

  private static LabelModelProvider provider(EndpointConfig endpoint) throws LabelException {
    List<LabelModelProvider> providers = Plugins.load(LabelModelProvider.class);
    for (LabelModelProvider provider : providers) {
      if (provider.name().equalsIgnoreCase(endpoint.provider())) {
        return provider;
      }
    }
    List<String> names = providers.stream().map(LabelModelProvider::name).sorted().toList();
    throw new LabelException(
        LabelException.Kind.CONFIGURATION,
        "No provider '%s' for endpoint '%s'. Set spark.understudy.endpoints.%s.provider to one of %s, or add the provider's jar."
            .formatted(endpoint.provider(), endpoint.name(), endpoint.name(), names));
  }

  private record Opened(LabelClient client, ApiKey key) {}
}
