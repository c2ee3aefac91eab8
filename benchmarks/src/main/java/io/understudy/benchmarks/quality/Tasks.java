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

  /** The default promise of a choice is an accuracy of .90. */
  private static final List<Terms> STATED_OF_A_CHOICE =
      List.of(Terms.DEFAULT, Terms.accuracy(0.95));

  /** Topics with their subject, of a thousand rows and more; the usual least is three thousand. */
  private static final Map<String, String> TOPICS = new LinkedHashMap<>();

  static {
    TOPICS.put("SkeletalMuscleRelaxants", "skeletal muscle relaxants");
    TOPICS.put("Opiods", "opioids");
    TOPICS.put("BetaBlockers", "beta blockers");
    TOPICS.put("Kitchenham_2010", "systematic reviews in software engineering");
    TOPICS.put("ProtonPumpInhibitors", "proton pump inhibitors");
    TOPICS.put("Nagtegaal_2019", "nudging healthcare professionals towards evidence-based care");
    TOPICS.put("CalciumChannelBlockers", "calcium channel blockers");
    TOPICS.put("AtypicalAntipsychotics", "atypical antipsychotics");
    TOPICS.put("Bannach-Brown_2019", "animal models of depression");
  }

  private final DataSets sets;
  private final Options options;

  Tasks(DataSets sets, Options options) {
    this.sets = sets;
    this.options = options;
  }

  /** The tasks that are wanted and whose data is there. */
  List<Task> all() throws IOException {
    List<Double> noise = options.noise().isEmpty() ? List.of(Task.USUAL_NOISE) : options.noise();
    List<Task> all = new ArrayList<>();
    for (Task task : options.quick() ? quick() : every()) {
      if (task.recorded()) {
        all.add(task);
      } else {
        noise.forEach(share -> all.add(task.withNoise(share)));
      }
    }
    return all;
  }

  private List<Task> quick() throws IOException {
    List<Task> tasks = new ArrayList<>();
    read("sms_spam").map(Tasks::spam).ifPresent(tasks::add);
    choice("snips", STATED_OF_A_CHOICE).ifPresent(tasks::add);
    return tasks;
  }

  private List<Task> every() throws IOException {
    List<Task> tasks = new ArrayList<>(quick());
    read("sms_spam", "sms_spam2", new ThinnedSpam(), Integer.MAX_VALUE)
        .map(Tasks::spam)
        .ifPresent(tasks::add);
    choice("scicite", USUAL).ifPresent(tasks::add);
    choice("csabstruct", USUAL).ifPresent(tasks::add);
    choice("dbpedia14", STATED_OF_A_CHOICE).ifPresent(tasks::add);
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
    choice("github_sentiment", USUAL).ifPresent(tasks::add);
    choice("banking77", STATED_OF_A_CHOICE).ifPresent(tasks::add);
    choice("clinc150", USUAL).ifPresent(tasks::add);
    choice("tcb_policy", USUAL).ifPresent(tasks::add);
    read("clickbait")
        .map(set -> Task.yesNo(set.name(), set, "Is this headline clickbait?", "clickbait", USUAL))
        .ifPresent(tasks::add);
    read("amazon_reviews", "amazon_reviews", new EveryOther(3), Integer.MAX_VALUE)
        .map(set -> Task.yesNo(set.name(), set, "Is this review positive?", "positive", USUAL))
        .ifPresent(tasks::add);
    for (Map.Entry<String, String> topic : TOPICS.entrySet()) {
      screening(topic.getKey(), topic.getValue()).ifPresent(tasks::add);
    }
    return tasks;
  }

  private static Task spam(DataSet set) {
    return Task.yesNo(set.name(), set, "Is this text message spam?", "spam", USUAL);
  }

  /** Keeps 92 of the spam messages, evenly, so that 2% of the rows are true. */
  private static final class ThinnedSpam implements Predicate<JsonNode> {
    private static final int ONE_OF = 7;
    private int seen;

    @Override
    public boolean test(JsonNode row) {
      return !row.path("label").asText().equals("spam") || seen++ % ONE_OF == 0;
    }
  }

  /** Keeps one row of some, in source order. */
  private static final class EveryOther implements Predicate<JsonNode> {
    private final int oneOf;
    private int seen;

    EveryOther(int oneOf) {
      this.oneOf = oneOf;
    }

    @Override
    public boolean test(JsonNode row) {
      return seen++ % oneOf == 0;
    }
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
                    List.of(Terms.minRows(1000))));
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
