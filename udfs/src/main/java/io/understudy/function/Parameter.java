package io.understudy.function;

/**
 * A parameter of an AI function.
 *
 * @param name its name in named arguments
 * @param required whether every call must give it
 * @param doc one sentence for {@code DESCRIBE FUNCTION EXTENDED} and the docs
 */
public record Parameter(String name, boolean required, String doc) {
  static Parameter required(String name, String doc) {
    return new Parameter(name, true, doc);
  }

  static Parameter optional(String name, String doc) {
    return new Parameter(name, false, doc);
  }
}
