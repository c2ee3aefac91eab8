package io.understudy.benchmarks.quality;

import com.fasterxml.jackson.databind.JsonNode;
import io.understudy.benchmarks.DataSet;
import io.understudy.benchmarks.DataSets;
import io.understudy.benchmarks.Options;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The questions of this benchmark, by set. */
final class Tasks {
  private static final String SCREENING = "review_screening";
  private static final int SST2_ROWS = 16_000;
  private static final Predicate<JsonNode> ALL = row -> true;

  private static final List<Terms> USUAL = List.of(Terms.DEFAULT);
  private static final List<Terms> STATED =
      List.of(Terms.DEFAULT, Terms.accuracy(0.90), Terms.accuracy(0.95));

  /**
   * Topics with their subject; all have fewer rows than an understudy is trained for by default.
   */
  private static final Map<String, String> TOPICS = new LinkedHashMap<>();

  static {
    TOPICS.put("BetaBlockers", "beta blockers");
    TOPICS.put("Nagtegaal_2019", "nudging healthcare professionals towards evidence-based care");
    TOPICS.put("Opiods", "opioids");
  }

  private final DataSets sets;
  private final Options options;

  Tasks(DataSets sets, Options options) {
    this.sets = sets;
    this.options = options;
  }

  /** The tasks that are wanted and whose data is there. */
  List<Task> all() throws IOException {
    List<Task> tasks = new ArrayList<>();
    read("sms_spam")
        .map(set -> Task.yesNo(set.name(), set, "Is this text message spam?", "spam", USUAL))
        .ifPresent(tasks::add);
    choice("snips", STATED).ifPresent(tasks::add);
    if (options.quick()) {
      return tasks;
    }
    choice("scicite", USUAL).ifPresent(tasks::add);
    choice("csabstruct", USUAL).ifPresent(tasks::add);
    choice("dbpedia14", STATED).ifPresent(tasks::add);
    read("sst2_llama", "sst2_llama", ALL, SST2_ROWS)
        .map(
            set ->
                Task.yesNo(
                    set.name(),
                    set,
                    "Is the sentiment of this movie review sentence positive?",
                    "positive",
                    STATED))
        .ifPresent(tasks::add);
    for (Map.Entry<String, String> topic : TOPICS.entrySet()) {
      screening(topic.getKey(), topic.getValue()).ifPresent(tasks::add);
    }
    return tasks;
  }

  private Optional<Task> screening(String topic, String subject) throws IOException {
    return read(
            SCREENING,
            SCREENING + "-" + topic,
            row -> row.path("topic").asText().equals(topic),
            Integer.MAX_VALUE)
        .map(
            set ->
                Task.yesNo(
                    SCREENING,
                    set,
                    "Is this paper relevant for a systematic review on " + subject + "?",
                    "include",
                    List.of(Terms.DEFAULT, Terms.minRows(1000))));
  }

  private Optional<Task> choice(String set, List<Terms> terms) throws IOException {
    return read(set).map(data -> Task.choice(data, terms));
  }

  private Optional<DataSet> read(String set) throws IOException {
    return read(set, set, ALL, Integer.MAX_VALUE);
  }

  private Optional<DataSet> read(String file, String name, Predicate<JsonNode> wanted, int most)
      throws IOException {
    return options.wants(file) ? sets.read(file, name, wanted, most) : Optional.empty();
  }
}
