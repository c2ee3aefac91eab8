package io.understudy.llm;

/** Turns a reference into a key, on the JVM that sends the request. */
@FunctionalInterface
public interface SecretResolver {
  /**
   * @throws LabelException of kind {@link LabelException.Kind#CONFIGURATION} when the reference
   *     leads nowhere
   */
  ApiKey resolve(SecretRef reference) throws LabelException;
}
