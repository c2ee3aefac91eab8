package io.understudy.function;

/**
 * A parameter of an AI function.
 *
 * @param name its name in named arguments
 * @param type the types it takes, as SQL writes them
 * @param required whether every call must give it
 * @param doc one sentence for {@code DESCRIBE FUNCTION EXTENDED} and the docs
 */
public record Parameter(String name, String type, boolean required, String doc) {
  static Parameter required(String name, String type, String doc) {
    return new Parameter(name, type, true, doc);
  }

  static Parameter optional(String name, String type, String doc) {
    return new Parameter(name, type, false, doc);
  }
}
