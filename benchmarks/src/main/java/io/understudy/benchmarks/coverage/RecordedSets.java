package io.understudy.benchmarks.coverage;

import com.fasterxml.jackson.databind.JsonNode;
import io.understudy.benchmarks.DataSet;
import io.understudy.benchmarks.DataSets;
import io.understudy.benchmarks.Options;
import io.understudy.benchmarks.ReplayOracle;
import io.understudy.call.Promise;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The sets and what is promised on each. */
final class RecordedSets {
  private static final int SST2_ROWS = 16_000;
  private static final Predicate<JsonNode> ALL = row -> true;
  private static final Map<String, Promise> AGREEMENT = new LinkedHashMap<>();
  private static final Map<String, Promise> TRUE_ROWS = new LinkedHashMap<>();

  static {
    AGREEMENT.put("accuracy90", new Promise.Accuracy(0.9));
    AGREEMENT.put("accuracy95", new Promise.Accuracy(0.95));
    TRUE_ROWS.put("default", new Promise.F1(0.9));
    TRUE_ROWS.put("precision90", new Promise.Precision(0.9));
    TRUE_ROWS.put("recall90", new Promise.Recall(0.9));
  }

  private final DataSets sets;
  private final Options options;

  RecordedSets(DataSets sets, Options options) {
    this.sets = sets;
    this.options = options;
  }

  /**
   * A set with its question.
   *
   * @param labels from the set's labels to answers, where they differ
   * @param categories the answers in the order of their classes
   */
  record Wanted(
      DataSet data,
      Map<String, String> labels,
      List<String> categories,
      Map<String, Promise> promises) {

    Recorded recorded(Map<String, float[]> embeddings) {
      ReplayOracle llm = ReplayOracle.of(data, labels, 0, 0);
      Map<String, String> answers =
          data.byText().keySet().stream().collect(Collectors.toMap(text -> text, llm::answer));
      return Recorded.of(data, categories, answers, embeddings);
    }
  }

  /**
   * Those that are wanted and there; where no LLM was recorded, people are the oracle. Some take so
   * long that they have to be asked for.
   */
  List<Wanted> all() throws IOException {
    List<Wanted> all = new ArrayList<>();
    yesNo(all, "sst2_llama", "positive", "negative", SST2_ROWS);
    yesNo(all, "sms_spam", "spam", "ham", Integer.MAX_VALUE);
    choice(all, "github_sentiment");
    choice(all, "snips");
    choice(all, "scicite");
    choice(all, "banking77");
    if (!options.only().isEmpty()) {
      choice(all, "dbpedia14");
      choice(all, "tcb_policy");
      choice(all, "csabstruct");
      choice(all, "clinc150");
      yesNo(all, "clickbait", "clickbait", "not clickbait", Integer.MAX_VALUE);
    }
    return all;
  }

  private void yesNo(List<Wanted> all, String name, String yes, String no, int most)
      throws IOException {
    Map<String, Promise> usual = new LinkedHashMap<>(AGREEMENT);
    usual.putAll(TRUE_ROWS);
    Map<String, Promise> promises = wanted(name, usual);
    if (!promises.isEmpty()) {
      sets.read(name, name, ALL, most)
          .map(
              set ->
                  new Wanted(
                      set, Map.of(yes, "true", no, "false"), List.of("false", "true"), promises))
          .ifPresent(all::add);
    }
  }

  private void choice(List<Wanted> all, String name) throws IOException {
    Map<String, Promise> promises = wanted(name, AGREEMENT);
    if (!promises.isEmpty()) {
      sets.read(name, name, ALL, Integer.MAX_VALUE)
          .map(
              set ->
                  new Wanted(
                      set,
                      Map.of(),
                      set.rows().stream().map(DataSet.Item::label).distinct().sorted().toList(),
                      promises))
          .ifPresent(all::add);
    }
  }

  private Map<String, Promise> wanted(String set, Map<String, Promise> usual) {
    Map<String, Promise> wanted = new LinkedHashMap<>(usual);
    wanted.keySet().removeIf(promise -> !options.wants(set, promise));
    return wanted;
  }
}
