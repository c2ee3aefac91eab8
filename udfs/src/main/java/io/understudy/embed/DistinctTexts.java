package io.understudy.embed;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Embeds a list of texts in which some may be equal: each distinct text goes once. */
public final class DistinctTexts {
  private DistinctTexts() {}

  /**
   * One vector per text, in order; equal texts share one array.
   *
   * @throws EmbedException when the texts could not be embedded
   * @throws InterruptedException when the calling thread is interrupted
   */
  public static float[][] embed(Embedder embedder, List<String> texts)
      throws EmbedException, InterruptedException {
    Map<String, Integer> positions = new LinkedHashMap<>();
    int[] position = new int[texts.size()];
    for (int i = 0; i < position.length; i++) {
      Integer next = positions.size();
      Integer known = positions.putIfAbsent(texts.get(i), next);
      position[i] = known == null ? next : known;
    }
    float[][] distinct = embedder.embed(new ArrayList<>(positions.keySet()));
    float[][] vectors = new float[position.length][];
    for (int i = 0; i < position.length; i++) {
      vectors[i] = distinct[position[i]];
    }
    return vectors;
  }
}
