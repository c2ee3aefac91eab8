package io.understudy.llm;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The clients of this JVM, one per configured endpoint, so that all tasks share its limits. */
public final class LabelClients {
  private static final Map<EndpointConfig, LabelClient> SHARED = new HashMap<>();

  private LabelClients() {}

  /**
   * The client of an endpoint, opened when first asked for. No request is sent yet.
   *
   * @throws LabelException of kind {@link LabelException.Kind#CONFIGURATION} when there is no such
   *     provider or no key
   */
  public static LabelClient shared(EndpointConfig endpoint, SecretResolver secrets)
      throws LabelException {
    synchronized (SHARED) {
      LabelClient client = SHARED.get(endpoint);
      if (client == null) {
        client = new LabelClient(open(endpoint, secrets), endpoint);
        SHARED.put(endpoint, client);
      }
      return client;
    }
  }

  /** Closes every client; later calls open new ones. */
  public static void closeAll() {
    List<LabelClient> clients;
    synchronized (SHARED) {
      clients = List.copyOf(SHARED.values());
      SHARED.clear();
    }
    clients.forEach(LabelClient::close);
  }

  private static LabelModel open(EndpointConfig endpoint, SecretResolver secrets)
      throws LabelException {
    List<LabelModelProvider> providers = Plugins.load(LabelModelProvider.class);
    for (LabelModelProvider provider : providers) {
      if (provider.name().equalsIgnoreCase(endpoint.provider())) {
        return provider.open(endpoint, Secrets.keyOf(endpoint, secrets));
      }
    }
    List<String> names = providers.stream().map(LabelModelProvider::name).sorted().toList();
    throw new LabelException(
        LabelException.Kind.CONFIGURATION,
        "No provider '%s' for endpoint '%s'. Set spark.understudy.endpoints.%s.provider to one of %s, or add the provider's jar."
            .formatted(endpoint.provider(), endpoint.name(), endpoint.name(), names));
  }
}
