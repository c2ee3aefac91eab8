package io.understudy.spark.store;

import io.understudy.sample.ContentKey;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Labels by question, in the driver's memory. Above the cap the questions that were not used for
 * longest are forgotten as a whole; one that was used within the last minutes never is, because a
 * running query would pay again.
 *
 * @param <T> what is kept of a label
 */
final class LabelMemory<T> {
  private static final Logger LOG = LoggerFactory.getLogger(LabelMemory.class);
  private static final long IN_USE_NANOS = 600_000_000_000L;

  private static final class Question<T> {
    private Map<ContentKey, T> labels = new HashMap<>();

    /** Whether they are all that there were when they were read, rather than some that came. */
    private boolean whole;

    private long usedAt;
  }

  private final long cap;
  private final LongSupplier clock;
  private final LinkedHashMap<String, Question<T>> questions = new LinkedHashMap<>(16, 0.75f, true);
  private long size;
  private boolean warned;

  /**
   * @param cap most labels, all questions together
   */
  LabelMemory(long cap) {
    this(cap, System::nanoTime);
  }

  LabelMemory(long cap, LongSupplier clock) {
    this.cap = cap;
    this.clock = clock;
  }

  /** Whether all labels of a question have been given by {@link #replace} and are still here. */
  synchronized boolean knows(String question) {
    Question<T> known = questions.get(question);
    return known != null && known.whole;
  }

  synchronized Optional<T> find(String question, ContentKey data) {
    Question<T> known = used(question);
    return known == null ? Optional.empty() : Optional.ofNullable(known.labels.get(data));
  }

  /** A copy of every label of a question, mapped. */
  synchronized <R> Map<ContentKey, R> all(String question, Function<T, R> mapped) {
    Question<T> known = used(question);
    if (known == null) {
      return Map.of();
    }
    Map<ContentKey, R> copy = new HashMap<>(known.labels.size() * 4 / 3 + 1);
    known.labels.forEach((key, label) -> copy.put(key, mapped.apply(label)));
    return copy;
  }

  /** Every label of every question. */
  synchronized void forEach(LabelVisitor<T> visitor) {
    questions.forEach(
        (question, known) ->
            known.labels.forEach((key, label) -> visitor.visit(question, key, label)));
  }

  /** Adds a label; of two for the same data the first stays. */
  void put(String question, ContentKey data, T label) {
    merge(question, data, label, (first, second) -> first);
  }

  /** Adds a label; of two for the same data the function takes one. */
  synchronized void merge(String question, ContentKey data, T label, BinaryOperator<T> choice) {
    Question<T> known = questions.computeIfAbsent(question, q -> new Question<>());
    known.usedAt = clock.getAsLong();
    T before = known.labels.get(data);
    known.labels.put(data, before == null ? label : choice.apply(before, label));
    if (before == null) {
      size++;
      makeRoom();
    }
  }

  /** Replaces all that is known of a question. */
  synchronized void replace(String question, Map<ContentKey, T> labels) {
    Question<T> known = questions.computeIfAbsent(question, q -> new Question<>());
    size += labels.size() - known.labels.size();
    known.labels = new HashMap<>(labels);
    known.whole = true;
    known.usedAt = clock.getAsLong();
    makeRoom();
  }

  /** Forgets a label; returns whether there was one. */
  synchronized boolean remove(String question, ContentKey data) {
    Question<T> known = questions.get(question);
    boolean removed = known != null && known.labels.remove(data) != null;
    size -= removed ? 1 : 0;
    return removed;
  }

  synchronized long size() {
    return size;
  }

  private @Nullable Question<T> used(String question) {
    Question<T> known = questions.get(question);
    if (known != null) {
      known.usedAt = clock.getAsLong();
    }
    return known;
  }

  private void makeRoom() {
    long now = clock.getAsLong();
    Iterator<Question<T>> oldestFirst = questions.values().iterator();
    while (size > cap && oldestFirst.hasNext()) {
      Question<T> oldest = oldestFirst.next();
      if (now - oldest.usedAt > IN_USE_NANOS) {
        size -= oldest.labels.size();
        oldestFirst.remove();
      }
    }
    if (size > cap && !warned) {
      warned = true;
      LOG.warn(
          "More than {} labels are in the driver's memory, all of them used within the last minutes."
              + " Give the driver enough memory, about 100 bytes a label, or raise"
              + " spark.understudy.store.memory to stop this warning.",
          cap);
    }
  }

  /** Sees one label. */
  @FunctionalInterface
  interface LabelVisitor<T> {
    void visit(String question, ContentKey data, T label);
  }
}
