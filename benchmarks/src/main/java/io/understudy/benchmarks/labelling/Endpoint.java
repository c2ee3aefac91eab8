package io.understudy.benchmarks.labelling;

import io.understudy.localllm.KeywordOracle;
import io.understudy.localllm.LocalLlmOptions;
import io.understudy.localllm.LocalLlmServer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The endpoint of these measurements: a local server that works on 64 requests at a time, each of
 * which takes 100 ms, so that it can give 640 answers per second and no more.
 */
final class Endpoint {
  static final int CONCURRENCY = 64;
  static final Duration LATENCY = Duration.ofMillis(100);

  private Endpoint() {}

  static LocalLlmServer start() {
    return LocalLlmServer.start(
        LocalLlmOptions.builder()
            .oracle(new KeywordOracle("good"))
            .latency(LATENCY)
            .queueBeyond(CONCURRENCY)
            .build());
  }

  /**
   * Answers per second that the server gives to a plain HTTP client which always has 64 requests in
   * flight: what there is to reach on this machine, now.
   */
  static double bestRate(LocalLlmServer server, int requests) {
    HttpClient client = HttpClient.newHttpClient();
    AtomicInteger next = new AtomicInteger();
    // Connections are opened before the clock starts.
    run(client, server, new AtomicInteger(), 2 * CONCURRENCY);
    long started = System.nanoTime();
    run(client, server, next, requests);
    return requests / ((System.nanoTime() - started) / 1e9);
  }

  private static void run(
      HttpClient client, LocalLlmServer server, AtomicInteger next, int requests) {
    List<CompletableFuture<Void>> lanes = new ArrayList<>();
    for (int lane = 0; lane < CONCURRENCY; lane++) {
      lanes.add(lane(client, server, next, requests));
    }
    CompletableFuture.allOf(lanes.toArray(CompletableFuture[]::new)).join();
  }

  private static CompletableFuture<Void> lane(
      HttpClient client, LocalLlmServer server, AtomicInteger next, int requests) {
    int number = next.getAndIncrement();
    if (number >= requests) {
      return CompletableFuture.completedFuture(null);
    }
    HttpRequest request =
        HttpRequest.newBuilder(server.url().resolve("v1/chat/completions"))
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    """
                    {"model":"best","messages":[{"role":"system","content":"Good or bad?"},\
                    {"role":"user","content":"Text %d of a plain client."}]}\
                    """
                        .formatted(number)))
            .build();
    return client
        .sendAsync(request, HttpResponse.BodyHandlers.ofString())
        .thenCompose(reply -> lane(client, server, next, requests));
  }
}
