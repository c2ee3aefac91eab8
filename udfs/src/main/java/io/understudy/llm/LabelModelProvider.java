package io.understudy.llm;

/** Opens models of one kind of endpoint; found by {@link java.util.ServiceLoader}. */
public interface LabelModelProvider {
  /** The name that {@code spark.understudy.endpoints.NAME.provider} chooses, in lower case. */
  String name();

  /** Whether its models have {@link LabelModel#batches()}. */
  default boolean offersBatches() {
    return false;
  }

  /** Opens a model. No request is sent yet. */
  LabelModel open(EndpointConfig endpoint, ApiKey key) throws LabelException;
}
