package io.understudy.call;

import java.io.Serializable;

/**
 * One of the classes that {@code AI.CLASSIFY} chooses from.
 *
 * @param name the label that is returned
 * @param description what the label means, for the LLM; empty when none was given
 */
public record Category(String name, String description) implements Serializable {
  /** A category that its name alone explains. */
  public static Category named(String name) {
    return new Category(name, "");
  }
}
