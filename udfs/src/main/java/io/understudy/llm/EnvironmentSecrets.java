package io.understudy.llm;

import org.jspecify.annotations.Nullable;

/** Keys from environment variables; aliases of credential stores are left to another resolver. */
public final class EnvironmentSecrets implements SecretResolver {

  /** Reads a variable of the environment; null when it is not set. */
  @FunctionalInterface
  public interface Environment {
    @Nullable String get(String variable);
  }

  private final Environment environment;
  private final SecretResolver aliases;

  /** Reads this JVM's environment and knows no credential store. */
  public EnvironmentSecrets() {
    this(EnvironmentSecrets::noStore);
  }

  /** Reads this JVM's environment, and asks {@code aliases} for credential aliases. */
  public EnvironmentSecrets(SecretResolver aliases) {
    this(System::getenv, aliases);
  }

  public EnvironmentSecrets(Environment environment, SecretResolver aliases) {
    this.environment = environment;
    this.aliases = aliases;
  }

  @Override
  public ApiKey resolve(SecretRef reference) throws LabelException {
    if (reference instanceof SecretRef.EnvironmentVariable variable) {
      String value = environment.get(variable.name());
      if (value == null || value.isBlank()) {
        throw new LabelException(
            LabelException.Kind.CONFIGURATION,
            // Not spark.executorEnv: the Spark UI and the event log would show the key.
            "environment variable %s is not set in this JVM; set it in the environment of the driver and of the executors, or use an alias."
                .formatted(variable.name()));
      }
      return ApiKey.of(value);
    }
    if (reference instanceof SecretRef.CredentialAlias) {
      return aliases.resolve(reference);
    }
    return ApiKey.NONE;
  }

  private static ApiKey noStore(SecretRef reference) throws LabelException {
    throw new LabelException(
        LabelException.Kind.CONFIGURATION,
        "no credential store can be read here, so an alias can't be resolved.");
  }
}
