package io.understudy.localllm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Answers from a file of JSON lines: {@code {"text": "...", "answer": "..."}}, with {@code answer}
 * a label, true, false or an array of labels. With {@code "question": "..."} a line counts only for
 * instructions that contain these words, so that one file answers several questions about one text.
 * A row is found by the text of any of its slots, or by all of them joined with line feeds.
 */
public final class LabelledFile implements Oracle {
  private record Entry(String question, List<String> labels) {}

  private final Map<String, List<Entry>> entries = new HashMap<>();

  private LabelledFile() {}

  /**
   * Reads a file, in UTF-8.
   *
   * @throws IOException when the file can't be read, or a line is not of the form; the message has
   *     the line's number
   */
  public static LabelledFile read(Path file) throws IOException {
    LabelledFile oracle = new LabelledFile();
    ObjectMapper json = new ObjectMapper();
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      int number = 0;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        if (!line.isBlank()) {
          oracle.add(json.readTree(line), file.getFileName() + ":" + number);
        }
      }
    }
    return oracle;
  }

  /** Answers every text of the map; for tests. */
  public static LabelledFile of(Map<String, String> answers) {
    LabelledFile oracle = new LabelledFile();
    answers.forEach(
        (text, answer) -> oracle.entries.put(text, List.of(new Entry("", List.of(answer)))));
    return oracle;
  }

  @Override
  public Optional<List<String>> answer(Asked asked) {
    Optional<List<String>> whole = find(asked.text(), asked);
    if (whole.isPresent()) {
      return whole;
    }
    return asked.data().values().stream()
        .map(text -> find(text, asked))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<List<String>> find(String text, Asked asked) {
    return entries.getOrDefault(text, List.of()).stream()
        .filter(entry -> asked.instruction().contains(entry.question()))
        .map(entry -> known(entry.labels(), asked))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** An entry counts only if all its labels are on the question's list. */
  private static Optional<List<String>> known(List<String> labels, Asked asked) {
    List<String> listed =
        labels.stream().map(label -> Oracle.label(asked, label)).flatMap(Optional::stream).toList();
    boolean fits = listed.size() == labels.size() && (asked.several() || listed.size() == 1);
    return fits ? Optional.of(listed) : Optional.empty();
  }

  private void add(JsonNode line, String place) throws IOException {
    JsonNode answer = line.path("answer");
    if (!line.path("text").isTextual() || answer.isMissingNode() || answer.isNull()) {
      throw new IOException(
          place + ": expected {\"text\": \"...\", \"answer\": ...}, found other fields");
    }
    List<String> labels = new ArrayList<>();
    if (answer.isArray()) {
      answer.forEach(label -> labels.add(label.asText()));
    } else {
      labels.add(answer.asText());
    }
    entries
        .computeIfAbsent(line.path("text").asText(), text -> new ArrayList<>(1))
        .add(new Entry(line.path("question").asText(""), List.copyOf(labels)));
  }
}
