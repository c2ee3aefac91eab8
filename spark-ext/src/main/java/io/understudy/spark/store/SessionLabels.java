package io.understudy.spark.store;

import io.understudy.call.Answer;
import io.understudy.sample.ContentKey;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Labels in the driver's memory, for as long as the application runs. */
public final class SessionLabels implements LabelStore {
  private final Map<String, Map<ContentKey, Answer>> byQuestion = new ConcurrentHashMap<>();

  @Override
  public Optional<Answer> find(String question, ContentKey data) {
    return Optional.ofNullable(byQuestion.getOrDefault(question, Map.of()).get(data));
  }

  @Override
  public Map<ContentKey, Answer> all(String question) {
    return Map.copyOf(byQuestion.getOrDefault(question, Map.of()));
  }

  @Override
  public void put(String question, ContentKey data, Answer answer) {
    byQuestion.computeIfAbsent(question, q -> new ConcurrentHashMap<>()).putIfAbsent(data, answer);
  }
}
