package io.understudy.llm.batch;

import io.understudy.account.Usage;
import io.understudy.llm.BatchModel.Line;
import io.understudy.llm.LabelException;
import io.understudy.llm.LabelReply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came out of a batch.
 *
 * @param lines what became of each line that was put in; none when the input was refused
 * @param problem why nothing more is to be asked: the input was refused as a whole, or somebody
 *     else cancelled the batch; null if neither is so
 */
public record BatchResult(Map<String, Line> lines, @Nullable LabelException problem) {
  public BatchResult {
    lines = Map.copyOf(lines);
  }

  /**
   * Matches what came out with what was put in, by name. A line that is missing may have been
   * worked on, and is counted as if it was; of a line that is there twice the answers must agree.
   *
   * @param promptTokens of one line, as far as can be said
   */
  static BatchResult of(
      List<String> ids, List<Line> found, @Nullable LabelException problem, long promptTokens) {
    Map<String, Line> byId = new HashMap<>();
    for (Line line : found) {
      byId.merge(line.id(), line, BatchResult::both);
    }
    Map<String, Line> lines = new HashMap<>();
    for (String id : ids) {
      Line line = byId.get(id);
      lines.put(id, line == null ? lost(id, new Usage(1, promptTokens, 0, true)) : line);
    }
    return new BatchResult(lines, problem);
  }

  /** A batch that the endpoint has forgotten. */
  public static BatchResult forgotten(List<String> ids) {
    Map<String, Line> lines = new HashMap<>();
    ids.forEach(id -> lines.put(id, lost(id, Usage.NONE)));
    return new BatchResult(lines, null);
  }

  private static Line lost(String id, Usage usage) {
    return new Line(id, new LabelReply.Unusable("missing in the batch's output"), usage);
  }

  private static Line both(Line one, Line other) {
    return one.item().equals(other.item())
        ? one
        : new Line(one.id(), new LabelReply.Unusable("answered twice, differently"), one.usage());
  }
}
