package io.understudy.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Which parts of a row a model sees. */
public enum RowInput {
  /** The embedding. */
  EMBEDDING(true, false),
  /** The TF-IDF of its words. */
  TFIDF(false, true),
  /** Both side by side. */
  BOTH(true, true);

  private final boolean vector;
  private final boolean words;

  RowInput(boolean vector, boolean words) {
    this.vector = vector;
    this.words = words;
  }

  /** Whether the embedding is looked at. */
  public boolean readsVector() {
    return vector;
  }

  /** Whether the words are looked at. */
  public boolean readsWords() {
    return words;
  }

  /** The name in settings and reports. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The input of that name, in any case; empty for other names. */
  public static Optional<RowInput> parse(String name) {
    return Arrays.stream(values())
        .filter(i -> i.label().equalsIgnoreCase(name.strip()))
        .findFirst();
  }

  /** The part of a row that a model with this input sees. */
  public Features of(Features row) {
    return switch (this) {
      case EMBEDDING -> Features.ofVector(row.vector());
      case TFIDF -> Features.ofWords(row.words());
      case BOTH -> row;
    };
  }
}
