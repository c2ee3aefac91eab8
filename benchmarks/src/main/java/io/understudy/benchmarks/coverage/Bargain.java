package io.understudy.benchmarks.coverage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.understudy.benchmarks.Places;
import io.understudy.model.LinearModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The Python package of BARGAIN on the scores of our understudy. It gets the texts whose label was
 * not bought to learn from, and the target that these have to keep so that all keep the promise:
 * what it saves or asks more is the certificate alone.
 */
final class Bargain {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path python;

  private Bargain(Path python) {
    this.python = python;
  }

  /** What came of it, in the units of {@link Play.Outcome}. */
  record Outcome(boolean kept, double calls) {}

  /** The package, if {@code UNDERSTUDY_BARGAIN_PYTHON} names a Python that has it. */
  static Optional<Bargain> installed() {
    return Optional.ofNullable(System.getenv("UNDERSTUDY_BARGAIN_PYTHON"))
        .map(Path::of)
        .map(Bargain::new);
  }

  Outcome run(Recorded set, Play.Outcome ours, double target, double confidence, long seed) {
    try {
      Path rows = Files.createTempFile("scores", ".csv");
      try {
        return run(rows, set, ours, target, confidence, seed);
      } finally {
        Files.delete(rows);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Outcome run(
      Path rows, Recorded set, Play.Outcome ours, double target, double confidence, long seed)
      throws IOException {
    List<String> lines = new ArrayList<>();
    float[] probabilities = ours.model().newScores();
    for (int i = 0; i < set.size(); i++) {
      if (!ours.settled()[i]) {
        ours.model().score(set.rows().get(i), probabilities);
        double score = LinearModel.score(probabilities);
        double certainty = set.classes() == 2 ? Math.abs(score - 0.5) : score;
        lines.add(certainty + "," + LinearModel.label(probabilities) + "," + set.llm()[i]);
      }
    }
    Files.write(rows, lines);
    double ofOpen = 1 - (1 - target) * set.size() / lines.size();
    Process process =
        new ProcessBuilder(
                python.toString(),
                Places.root().resolve("benchmarks/bargain.py").toString(),
                rows.toString(),
                String.format(Locale.ROOT, "%.9f", ofOpen),
                String.format(Locale.ROOT, "%.9f", 1 - confidence),
                Long.toString(seed))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    JsonNode result = JSON.readTree(printed);
    if (result == null || !result.has("asked")) {
      throw new IOException("bargain.py printed no result: '" + printed + "'");
    }
    double right = set.size() - lines.size() + result.get("right").asDouble();
    double asked = set.size() - lines.size() + result.get("asked").asDouble();
    return new Outcome(right / set.size() >= target - 1e-12, asked / set.size());
  }
}
