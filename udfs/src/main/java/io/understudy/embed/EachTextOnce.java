package io.understudy.embed;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * An embedder that is asked about each distinct text once: vectors made lately are kept, and a text
 * that another thread is embedding just now is waited for. A text that comes back after many others
 * is embedded again, since the memory is bounded.
 */
public final class EachTextOnce implements Embedder {
  /** 32 MiB: some 20,000 vectors of 384 floats. */
  private static final int MOST_FLOATS = 8 << 20;

  /** Until the length of a vector is known, which some embedders only learn by asking. */
  private static final int MOST_AT_FIRST = 1 << 14;

  private final Embedder embedder;
  private final int mostFloats;
  private final LinkedHashMap<ByteBuffer, CompletableFuture<float[]>> known =
      new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true);
  private int most = MOST_AT_FIRST;

  /**
   * @param embedder asked about texts that are not known
   */
  public EachTextOnce(Embedder embedder) {
    this(embedder, MOST_FLOATS);
  }

  /**
   * @param mostFloats how many floats are kept, in vectors
   */
  EachTextOnce(Embedder embedder, int mostFloats) {
    this.embedder = embedder;
    this.mostFloats = mostFloats;
  }

  @Override
  public String identity() {
    return embedder.identity();
  }

  @Override
  public int dimension() {
    return embedder.dimension();
  }

  /** The same; equal texts share one array, which must not be changed. */
  @Override
  public float[][] embed(List<String> texts) throws EmbedException, InterruptedException {
    List<CompletableFuture<float[]>> all = new ArrayList<>(texts.size());
    List<String> mine = new ArrayList<>();
    Map<ByteBuffer, CompletableFuture<float[]>> claimed = new LinkedHashMap<>();
    List<ByteBuffer> keys = texts.stream().map(EachTextOnce::keyOf).toList();
    synchronized (known) {
      for (int i = 0; i < keys.size(); i++) {
        ByteBuffer key = keys.get(i);
        // A batch may be larger than what is kept.
        CompletableFuture<float[]> vector = claimed.get(key);
        if (vector == null) {
          vector = known.get(key);
        }
        if (vector == null) {
          vector = new CompletableFuture<>();
          known.put(key, vector);
          claimed.put(key, vector);
          mine.add(texts.get(i));
        }
        all.add(vector);
      }
      forget(most);
    }
    if (!mine.isEmpty()) {
      make(mine, claimed);
    }
    float[][] vectors = new float[texts.size()][];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = waitedFor(all.get(i), texts.get(i));
    }
    return vectors;
  }

  /** Keeps so many vectors from here on, those used last. */
  private void forget(int limit) {
    synchronized (known) {
      most = limit;
      Iterator<ByteBuffer> eldest = known.keySet().iterator();
      while (known.size() > most) {
        eldest.next();
        eldest.remove();
      }
    }
  }

  /** Texts may be long, and are not kept for what their hash can tell. */
  private static ByteBuffer keyOf(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return ByteBuffer.wrap(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  private void make(List<String> texts, Map<ByteBuffer, CompletableFuture<float[]>> claimed)
      throws EmbedException, InterruptedException {
    try {
      float[][] made = embedder.embed(texts);
      forget(Math.max(1, mostFloats / Math.max(1, made[0].length)));
      int next = 0;
      for (CompletableFuture<float[]> vector : claimed.values()) {
        vector.complete(made[next++]);
      }
    } finally {
      // Whoever waits for what has failed here tries for itself.
      synchronized (known) {
        claimed.forEach(
            (key, vector) -> {
              if (!vector.isDone()) {
                known.remove(key, vector);
              }
            });
      }
      claimed.values().forEach(vector -> vector.cancel(false));
    }
  }

  private float[] waitedFor(CompletableFuture<float[]> vector, String text)
      throws EmbedException, InterruptedException {
    try {
      return vector.get();
    } catch (CancellationException | ExecutionException e) {
      return embedder.embed(List.of(text))[0];
    }
  }

  @Override
  public void close() {
    embedder.close();
  }
}
