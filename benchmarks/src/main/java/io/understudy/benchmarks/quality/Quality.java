package io.understudy.benchmarks.quality;

import io.understudy.benchmarks.Benchmark;
import io.understudy.benchmarks.DataSets;
import io.understudy.benchmarks.Figures;
import io.understudy.benchmarks.Options;
import io.understudy.benchmarks.Places;
import io.understudy.benchmarks.Stand;
import io.understudy.benchmarks.Vectors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** F1 of the answers over F1 of the LLM, and what they cost, on public sets. */
public final class Quality implements Benchmark {
  private static final int SEEDS = 3;

  @Override
  public String name() {
    return "quality";
  }

  @Override
  public List<String> figures() {
    return Stream.of(QualityFigures.NAMES, ProjectedFigures.NAMES).flatMap(List::stream).toList();
  }

  @Override
  public void run(Options options, Figures figures) throws Exception {
    List<Task> tasks = new Tasks(DataSets.usual(), options).all();
    int seeds = options.seeds() > 0 ? options.seeds() : options.quick() ? 1 : SEEDS;
    Map<String, List<Outcome>> byGroup = new LinkedHashMap<>();
    try (Stand stand = Stand.open()) {
      Vectors vectors = new Vectors(stand.spark(), Places.cache().resolve("embeddings"));
      Experiment experiment = new Experiment(stand);
      QualityFigures published = new QualityFigures(figures);
      ProjectedFigures projected = new ProjectedFigures();
      for (List<Task> group : grouped(tasks)) {
        List<Outcome> outcomes = new ArrayList<>();
        for (Task task : group) {
          Dataset<Row> table = vectors.table(task.data()).cache();
          if (byGroup.isEmpty() && outcomes.isEmpty()) {
            System.err.println("One query to warm up:");
            tell(experiment.run(task, table, task.terms().get(0), 0));
          }
          for (Terms terms : task.terms()) {
            for (int seed = 1; seed <= seeds; seed++) {
              Outcome outcome = experiment.run(task, table, terms, seed);
              tell(outcome);
              projected.compare(outcome);
              outcomes.add(outcome);
            }
          }
          table.unpersist();
        }
        byGroup.put(group.get(0).group(), outcomes);
        published.set(group.get(0).group(), outcomes);
      }
      published.all(byGroup);
      projected.publish(figures);
    }
    System.err.println(QualityTable.markdown(byGroup));
  }

  private static List<List<Task>> grouped(List<Task> tasks) {
    return List.copyOf(
        tasks.stream()
            .collect(Collectors.groupingBy(Task::group, LinkedHashMap::new, Collectors.toList()))
            .values());
  }

  private static void tell(Outcome o) {
    System.err.printf(
        Locale.ROOT,
        "%s %s seed %d: %s%s, F1 answers %.3f, LLM %.3f, understudy %.3f; agreement %.3f"
            + " (alone %.3f), promised %.3f of %.2f, calls %.3f, labels %.0f, failed %.0f,"
            + " %.1f s%n",
        o.task().name(),
        o.terms().name(),
        o.seed(),
        o.decision(),
        o.reason().isEmpty() ? "" : " (" + o.reason() + ")",
        o.f1Answers(),
        o.f1Llm(),
        o.f1Proxy(),
        o.agreement(),
        o.proxyAgreement(),
        o.promised(),
        o.terms().target(),
        o.callsShare(),
        o.labels(),
        o.failed(),
        o.seconds());
  }
}
