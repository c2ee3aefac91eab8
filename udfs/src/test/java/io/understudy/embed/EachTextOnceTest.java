package io.understudy.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EachTextOnceTest {
  /** A vector says which text it was made of; every text asked about is written down. */
  private static final class Lengths implements Embedder {
    private final List<String> asked = new ArrayList<>();
    private volatile boolean fails;

    @Override
    public String identity() {
      return "lengths";
    }

    @Override
    public int dimension() {
      throw new AssertionError("an endpoint would have to be asked for it");
    }

    @Override
    public float[][] embed(List<String> texts) throws EmbedException {
      synchronized (asked) {
        asked.addAll(texts);
      }
      if (fails) {
        throw new EmbedException("down");
      }
      return texts.stream()
          .map(text -> new float[] {text.length(), text.hashCode()})
          .toArray(float[][]::new);
    }
  }

  @Test
  void textsOfOneBatchAndOfEarlierOnes() throws Exception {
    Lengths lengths = new Lengths();
    Embedder embedder = new EachTextOnce(lengths);
    float[][] first = embedder.embed(List.of("a", "bb", "a"));
    float[][] second = embedder.embed(List.of("ccc", "bb"));
    assertThat(lengths.asked).containsExactly("a", "bb", "ccc");
    assertThat(first[0]).isSameAs(first[2]).startsWith(1);
    assertThat(second[0]).startsWith(3);
    assertThat(second[1]).isSameAs(first[1]);
  }

  @Test
  void memoryIsBoundedAndTheLatestStay() throws Exception {
    Lengths lengths = new Lengths();
    Embedder embedder = new EachTextOnce(lengths, /* mostFloats= */ 4);
    float[][] all = embedder.embed(List.of("a", "b", "c", "a"));
    assertThat(all[3]).isSameAs(all[0]);
    assertThat(embedder.embed(List.of("c", "b", "a")))
        .isDeepEqualTo(new float[][] {all[2], all[1], all[0]});
    embedder.embed(List.of("d"));
    embedder.embed(List.of("d"));
    assertThat(lengths.asked).filteredOn("d"::equals).hasSize(1);
    assertThat(lengths.asked).filteredOn("a"::equals).hasSizeGreaterThan(1);
  }

  @Test
  void whatFailedIsAskedAgain() throws Exception {
    Lengths lengths = new Lengths();
    Embedder embedder = new EachTextOnce(lengths);
    lengths.fails = true;
    assertThatThrownBy(() -> embedder.embed(List.of("a", "b")))
        .isInstanceOf(EmbedException.class)
        .hasMessage("down");
    lengths.fails = false;
    assertThat(embedder.embed(List.of("b"))[0]).startsWith(1);
    assertThat(lengths.asked).containsExactly("a", "b", "b");
  }

  @Test
  void manyThreadsWithTheSameTexts() throws Exception {
    Lengths lengths = new Lengths();
    Embedder embedder = new EachTextOnce(lengths);
    int threads = 8;
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> done = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        int from = t * 10;
        done.add(
            pool.submit(
                () -> {
                  start.await();
                  for (int batch = 0; batch < 20; batch++) {
                    List<String> texts =
                        IntStream.range(0, 50).mapToObj(i -> "x".repeat(from + i)).toList();
                    float[][] vectors = embedder.embed(texts);
                    for (int i = 0; i < vectors.length; i++) {
                      assertThat(vectors[i]).startsWith(texts.get(i).length());
                    }
                  }
                  return null;
                }));
      }
      start.countDown();
      for (Future<?> one : done) {
        one.get(30, TimeUnit.SECONDS);
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(lengths.asked).doesNotHaveDuplicates().hasSize(7 * 10 + 50);
  }
}
