package io.understudy.embed.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.understudy.embed.EmbedException;
import io.understudy.embed.Embedder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * A sentence encoder in this JVM: one session, shared by all threads; each call computes on its own
 * thread. So it uses as many cores as there are tasks that ask, and no more.
 */
final class OnnxEmbedder implements Embedder {
  private final SentenceModel model;
  private final WordPieces tokenizer;
  private final OrtEnvironment environment;
  private final ReadWriteLock open = new ReentrantReadWriteLock();
  private @Nullable OrtSession session;

  private OnnxEmbedder(
      SentenceModel model, WordPieces tokenizer, OrtEnvironment environment, OrtSession session) {
    this.model = model;
    this.tokenizer = tokenizer;
    this.environment = environment;
    this.session = session;
  }

  /** Loads a model from this jar; takes about a second. */
  static OnnxEmbedder load(SentenceModel model) throws EmbedException {
    try (InputStream network = resource(model.network());
        InputStream tokenizer = resource(model.tokenizer())) {
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        OrtSession session = environment.createSession(network.readAllBytes(), options);
        return new OnnxEmbedder(model, WordPieces.read(tokenizer), environment, session);
      }
    } catch (IOException | OrtException | LinkageError error) {
      throw new EmbedException(
          "The encoder %s could not be loaded: %s. It needs ONNX Runtime's native library for this system (%s %s) and a temporary directory that may be written (java.io.tmpdir). Or set spark.understudy.embedder to a configured endpoint."
              .formatted(
                  model.identity(),
                  error.getMessage(),
                  System.getProperty("os.name"),
                  System.getProperty("os.arch")),
          error);
    }
  }

  @Override
  public String identity() {
    return model.identity();
  }

  @Override
  public int dimension() {
    return SentenceModel.DIMENSION;
  }

  @Override
  public float[][] embed(List<String> texts) throws EmbedException, InterruptedException {
    float[][] vectors = new float[texts.size()][];
    for (int i = 0; i < vectors.length; i++) {
      if (Thread.interrupted()) {
        throw new InterruptedException("embedding was interrupted");
      }
      vectors[i] = embed(tokenizer.encode(texts.get(i), SentenceModel.MAX_TOKENS));
    }
    return vectors;
  }

  private float[] embed(long[] tokens) throws EmbedException {
    open.readLock().lock();
    try {
      if (session == null) {
        throw new EmbedException("The encoder %s is closed.".formatted(model.identity()));
      }
      return normalized(run(session, tokens));
    } catch (OrtException error) {
      throw new EmbedException(
          "The encoder %s failed: %s.".formatted(model.identity(), error.getMessage()), error);
    } finally {
      open.readLock().unlock();
    }
  }

  private float[] run(OrtSession running, long[] tokens) throws OrtException {
    long[] ones = new long[tokens.length];
    Arrays.fill(ones, 1);
    try (OnnxTensor ids = tensor(tokens);
        OnnxTensor mask = tensor(ones);
        OnnxTensor types = tensor(new long[tokens.length])) {
      Map<String, OnnxTensor> inputs = new HashMap<>();
      inputs.put("input_ids", ids);
      inputs.put("attention_mask", mask);
      inputs.put("token_type_ids", types);
      try (OrtSession.Result result = running.run(inputs)) {
        OnnxTensor states = (OnnxTensor) result.get(0);
        return model
            .pooling()
            .pool(states.getFloatBuffer(), tokens.length, SentenceModel.DIMENSION);
      }
    }
  }

  private OnnxTensor tensor(long[] values) throws OrtException {
    return OnnxTensor.createTensor(
        environment, LongBuffer.wrap(values), new long[] {1, values.length});
  }

  private static float[] normalized(float[] vector) {
    double squares = 0;
    for (float value : vector) {
      squares += (double) value * value;
    }
    double length = Math.sqrt(squares);
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) (vector[i] / length);
    }
    return vector;
  }

  /** Waits for running calls: a session must not be freed under them. */
  @Override
  public void close() {
    open.writeLock().lock();
    try {
      if (session != null) {
        session.close();
        session = null;
      }
    } catch (OrtException error) {
      throw new IllegalStateException("the session could not be closed", error);
    } finally {
      open.writeLock().unlock();
    }
  }

  private static InputStream resource(String name) throws IOException {
    InputStream resource = OnnxEmbedder.class.getResourceAsStream(name);
    if (resource == null) {
      throw new IOException("the class path has no " + name);
    }
    return resource;
  }
}
