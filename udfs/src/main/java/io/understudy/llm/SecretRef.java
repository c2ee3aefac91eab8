package io.understudy.llm;

import java.io.Serializable;

/** Where a key is to be found. The key itself is never part of a plan or of a configuration. */
public sealed interface SecretRef extends Serializable {
  /** The endpoint wants no key. */
  record None() implements SecretRef {}

  /** The key is the value of an environment variable of the JVM that asks. */
  record EnvironmentVariable(String name) implements SecretRef {}

  /** The key is stored under an alias of a Hadoop credential provider. */
  record CredentialAlias(String alias) implements SecretRef {}
}
