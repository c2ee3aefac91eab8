package io.understudy.llm;

/** Resolves an endpoint's key, and says which configuration key to look at when that fails. */
public final class Secrets {
  private Secrets() {}

  /**
   * The key of an endpoint.
   *
   * @throws LabelException of kind {@link LabelException.Kind#CONFIGURATION} that names the
   *     configuration key and the reference, never a secret
   */
  public static ApiKey keyOf(EndpointConfig endpoint, SecretResolver secrets)
      throws LabelException {
    try {
      return secrets.resolve(endpoint.apiKey());
    } catch (LabelException error) {
      throw new LabelException(
          LabelException.Kind.CONFIGURATION,
          "Endpoint '%s' has no key: %s Check %s."
              .formatted(endpoint.name(), error.getMessage(), configurationKey(endpoint)),
          null,
          error);
    }
  }

  private static String configurationKey(EndpointConfig endpoint) {
    String suffix = endpoint.apiKey() instanceof SecretRef.CredentialAlias ? "alias" : "env";
    return "spark.understudy.endpoints." + endpoint.name() + ".apiKey." + suffix;
  }
}
