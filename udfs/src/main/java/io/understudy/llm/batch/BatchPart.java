package io.understudy.llm.batch;

import io.understudy.llm.BatchModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The input of one batch.
 *
 * @param ids names of its lines, in order
 * @param lines UTF-8 with line ends
 */
public record BatchPart(List<String> ids, List<byte[]> lines) {
  public BatchPart {
    ids = List.copyOf(ids);
    lines = List.copyOf(lines);
  }

  /** What an endpoint takes as one input. */
  record Limits(int lines, long bytes) {
    static final Limits OF_THE_API = new Limits(BatchModel.MOST_LINES, BatchModel.MOST_BYTES);
  }

  /** As few parts as the limits allow, in the order of the lines. */
  static List<BatchPart> split(LinkedHashMap<String, byte[]> lines, Limits limits) {
    List<BatchPart> parts = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    List<byte[]> texts = new ArrayList<>();
    long bytes = 0;
    for (Map.Entry<String, byte[]> line : lines.entrySet()) {
      boolean full =
          ids.size() == limits.lines() || bytes + line.getValue().length > limits.bytes();
      if (full && !ids.isEmpty()) {
        parts.add(new BatchPart(ids, texts));
        ids = new ArrayList<>();
        texts = new ArrayList<>();
        bytes = 0;
      }
      ids.add(line.getKey());
      texts.add(line.getValue());
      bytes += line.getValue().length;
    }
    if (!ids.isEmpty()) {
      parts.add(new BatchPart(ids, texts));
    }
    return parts;
  }
}
