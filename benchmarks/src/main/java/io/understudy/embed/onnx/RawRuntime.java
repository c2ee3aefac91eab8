package io.understudy.embed.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.NullMarked;

/**
 * ONNX Runtime and nothing around it, to compare an embedder with: the same network and tokenizer,
 * texts sorted by length, one session with one thread for each caller. It stands in this package
 * for the tokenizer's sake.
 */
@NullMarked
public final class RawRuntime implements AutoCloseable {
  /** How many texts a thread takes at once. */
  private static final int CHUNK = 64;

  private final WordPieces tokenizer;
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;

  /**
   * @param model as {@code spark.understudy.embedder} names it
   */
  public RawRuntime(String model) throws IOException, OrtException {
    SentenceModel sentences = SentenceModel.named(model).orElseThrow();
    try (InputStream network = resource(sentences.network());
        InputStream vocabulary = resource(sentences.tokenizer());
        OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      session = environment.createSession(network.readAllBytes(), options);
      tokenizer = WordPieces.read(vocabulary);
    }
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(RawRuntime.class.getResourceAsStream(name), name);
  }

  /**
   * Encodes all texts, and throws the vectors away.
   *
   * @param batch texts in one run of the network; with more than one they are padded to the longest
   * @return wall time in seconds
   */
  public double seconds(List<String> texts, int threads, int batch)
      throws InterruptedException, ExecutionException {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    long started = System.nanoTime();
    try {
      List<String> sorted = new ArrayList<>(texts);
      sorted.sort(Comparator.comparingInt(String::length));
      List<Future<Double>> chunks = new ArrayList<>();
      for (int from = 0; from < sorted.size(); from += CHUNK) {
        List<String> chunk = sorted.subList(from, Math.min(from + CHUNK, sorted.size()));
        chunks.add(pool.submit(() -> encode(chunk, batch)));
      }
      for (Future<Double> chunk : chunks) {
        if (!Double.isFinite(chunk.get())) {
          throw new IllegalStateException("the network gave no numbers");
        }
      }
    } finally {
      pool.shutdownNow();
    }
    return (System.nanoTime() - started) / 1e9;
  }

  private double encode(List<String> texts, int batch) throws OrtException {
    double sum = 0;
    for (int from = 0; from < texts.size(); from += batch) {
      sum += run(texts.subList(from, Math.min(from + batch, texts.size())));
    }
    return sum;
  }

  private double run(List<String> texts) throws OrtException {
    List<long[]> tokens = new ArrayList<>();
    int longest = 0;
    for (String text : texts) {
      long[] encoded = tokenizer.encode(text, SentenceModel.MAX_TOKENS);
      tokens.add(encoded);
      longest = Math.max(longest, encoded.length);
    }
    long[] ids = new long[texts.size() * longest];
    long[] mask = new long[ids.length];
    for (int row = 0; row < tokens.size(); row++) {
      long[] encoded = tokens.get(row);
      System.arraycopy(encoded, 0, ids, row * longest, encoded.length);
      java.util.Arrays.fill(mask, row * longest, row * longest + encoded.length, 1);
    }
    try (OnnxTensor idTensor = tensor(ids, texts.size(), longest);
        OnnxTensor maskTensor = tensor(mask, texts.size(), longest);
        OnnxTensor types = tensor(new long[ids.length], texts.size(), longest);
        OrtSession.Result result =
            session.run(
                Map.of(
                    "input_ids",
                    idTensor,
                    "attention_mask",
                    maskTensor,
                    "token_type_ids",
                    types))) {
      return ((OnnxTensor) result.get(0)).getFloatBuffer().get(0);
    }
  }

  private OnnxTensor tensor(long[] values, int rows, int columns) throws OrtException {
    return OnnxTensor.createTensor(
        environment, LongBuffer.wrap(values), new long[] {rows, columns});
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
