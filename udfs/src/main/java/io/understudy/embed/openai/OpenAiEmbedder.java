package io.understudy.embed.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.understudy.embed.EmbedException;
import io.understudy.embed.Embedder;
import io.understudy.llm.EndpointConfig;
import io.understudy.llm.LabelException;
import io.understudy.llm.RequestQueue;
import io.understudy.llm.RetryPolicy;
import io.understudy.llm.chat.ProviderHttp;
import io.understudy.llm.chat.ProviderReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Embeds texts in batches over HTTP. A batch that the server finds too large is halved, and so is a
 * single text that is too long, so that no limit of the model needs to be configured.
 */
final class OpenAiEmbedder implements Embedder {
  private static final int LARGEST_BATCH = 64;
  private static final int SHORTEST_CUT = 256;

  /** How long a text is sent again while the endpoint has never answered: it may be a typo. */
  private static final Duration FIRST_PATIENCE = Duration.ofSeconds(15);

  private final EndpointConfig endpoint;
  private final ProviderHttp http;
  private final RequestQueue queue;
  private final AtomicInteger dimension = new AtomicInteger();

  OpenAiEmbedder(EndpointConfig endpoint, ProviderHttp http) {
    this.endpoint = endpoint;
    this.http = http;
    this.queue =
        new RequestQueue(
            endpoint.name() + "-embed",
            endpoint.concurrency(),
            endpoint.deadline(),
            RetryPolicy.DEFAULT);
  }

  @Override
  public String identity() {
    return "openai:" + endpoint.name() + "/" + endpoint.model();
  }

  /**
   * The dimension of the first reply; sends one short text when there was none yet.
   *
   * @throws IllegalStateException when that text can't be embedded
   */
  @Override
  public int dimension() {
    if (dimension.get() == 0) {
      try {
        float[][] unused = embed(List.of("dimension"));
      } catch (EmbedException error) {
        throw new IllegalStateException(error.getMessage(), error);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while asking for the dimension", interrupted);
      }
    }
    return dimension.get();
  }

  @Override
  public float[][] embed(List<String> texts) throws EmbedException, InterruptedException {
    boolean everServed = dimension.get() > 0;
    List<CompletableFuture<float[][]>> batches = new ArrayList<>();
    for (int from = 0; from < texts.size(); from += LARGEST_BATCH) {
      int to = Math.min(texts.size(), from + LARGEST_BATCH);
      List<String> batch = List.copyOf(texts.subList(from, to));
      batches.add(
          queue.submit(() -> send(batch), everServed ? endpoint.deadline() : FIRST_PATIENCE));
    }
    float[][] vectors = new float[texts.size()][];
    int next = 0;
    boolean complete = false;
    try {
      for (CompletableFuture<float[][]> batch : batches) {
        for (float[] vector : batch.get()) {
          vectors[next++] = vector;
        }
      }
      complete = true;
      return vectors;
    } catch (ExecutionException failed) {
      throw new EmbedException(problem(failed.getCause()), failed.getCause());
    } catch (CancellationException closed) {
      throw new EmbedException("The embedder of endpoint '" + endpoint.name() + "' was closed.");
    } finally {
      if (!complete) {
        // The last first: cancelling a request that runs makes room for one that waits.
        for (int last = batches.size() - 1; last >= 0; last--) {
          batches.get(last).cancel(true);
        }
      }
    }
  }

  @Override
  public void close() {
    queue.close();
  }

  private static String problem(@Nullable Throwable cause) {
    return cause instanceof LabelException ? String.valueOf(cause.getMessage()) : "" + cause;
  }

  private float[][] send(List<String> texts) throws LabelException, InterruptedException {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    request.put("model", endpoint.model());
    ArrayNode input = request.putArray("input");
    // Most servers reject an empty text.
    texts.forEach(text -> input.add(text.isEmpty() ? " " : text));
    request.put("encoding_format", "float");
    ProviderReply reply = http.post("/embeddings", request);
    if (reply.ok()) {
      return read(http.json(reply).path("data"), texts.size());
    }
    boolean tooMuch = reply.status() == 400 || reply.status() == 413 || reply.status() == 422;
    if (tooMuch && texts.size() > 1) {
      return sendHalves(texts);
    }
    if (tooMuch && texts.get(0).length() > SHORTEST_CUT) {
      return send(List.of(half(texts.get(0))));
    }
    throw http.error(reply);
  }

  private float[][] sendHalves(List<String> texts) throws LabelException, InterruptedException {
    int middle = texts.size() / 2;
    float[][] first = send(texts.subList(0, middle));
    float[][] second = send(texts.subList(middle, texts.size()));
    float[][] both = new float[texts.size()][];
    System.arraycopy(first, 0, both, 0, middle);
    System.arraycopy(second, 0, both, middle, both.length - middle);
    return both;
  }

  private static String half(String text) {
    int end = text.length() / 2;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end);
  }

  private float[][] read(JsonNode data, int expected) throws LabelException {
    if (data.size() != expected) {
      throw http.malformed("%d vectors for %d texts".formatted(data.size(), expected));
    }
    float[][] vectors = new float[expected][];
    for (int i = 0; i < expected; i++) {
      JsonNode element = data.get(i);
      int index = element.path("index").asInt(i);
      if (index < 0 || index >= expected || vectors[index] != null) {
        throw http.malformed("the vectors' indexes are not 0 to " + (expected - 1));
      }
      vectors[index] = normalised(element.path("embedding"));
    }
    return vectors;
  }

  private float[] normalised(JsonNode embedding) throws LabelException {
    int length = embedding.size();
    if (length == 0 || !(dimension.compareAndSet(0, length) || dimension.get() == length)) {
      throw http.malformed(
          "a vector has %d dimensions, others had %d".formatted(length, dimension.get()));
    }
    double squares = 0;
    for (JsonNode value : embedding) {
      squares += value.asDouble() * value.asDouble();
    }
    if (!(squares > 0) || Double.isInfinite(squares)) {
      throw http.malformed("a vector has no direction");
    }
    double norm = Math.sqrt(squares);
    float[] vector = new float[length];
    for (int i = 0; i < length; i++) {
      vector[i] = (float) (embedding.get(i).asDouble() / norm);
    }
    return vector;
  }
}
