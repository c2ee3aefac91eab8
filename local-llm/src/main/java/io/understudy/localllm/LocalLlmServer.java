package io.understudy.localllm;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An OpenAI-compatible server on the loopback address: {@code POST /v1/chat/completions}, {@code
 * POST /v1/embeddings}, {@code GET /v1/models}, files and batches of chat completions; besides
 * {@code GET /stats} (JSON), {@code GET /} (HTML), {@code POST /reset} and {@code POST /faults}.
 * The same chats are had in the words of Azure OpenAI, Anthropic, Gemini, Ollama and Bedrock, at
 * the paths of these.
 *
 * <p>For tests it tells what it was asked, and can hold its replies.
 */
public final class LocalLlmServer implements AutoCloseable {
  static {
    // Read once by the JDK's server. Small replies are not to wait for an acknowledgement. Beyond
    // so many idle connections it closes one right after a reply, and a client that has picked it
    // for its next request must send that twice: one call more than a test expects. Every session
    // has up to 64 of its own, which stay for half a minute.
    setDefault("sun.net.httpserver.nodelay", "true");
    setDefault("sun.net.httpserver.maxIdleConnections", "100000");
  }

  private final HttpServer server;
  private final ExecutorService handlers;
  private final Traffic traffic;
  private final Ledger ledger = new Ledger();
  private final Api api;
  private final BatchApi batches;

  private LocalLlmServer(LocalLlmOptions options) throws IOException {
    this.server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), options.port()), 1024);
    this.handlers =
        Executors.newFixedThreadPool(
            8,
            task -> {
              Thread thread = new Thread(task, "local-llm-handler");
              thread.setDaemon(true);
              return thread;
            });
    this.traffic = new Traffic(options);
    this.api = new Api(options, traffic, ledger);
    this.batches = new BatchApi(options, ledger, api);
    server.setExecutor(handlers);
    for (Form form : Form.values()) {
      server.createContext(form.path(), exchange -> api.chat(exchange, form));
    }
    server.createContext("/v1/embeddings", exchange -> api.embeddings(exchange));
    server.createContext("/v1/files", batches::handle);
    server.createContext("/v1/batches", batches::handle);
    server.createContext("/v1/models", exchange -> api.models(exchange));
    server.createContext("/", this::control);
    server.start();
  }

  /** Starts a server that answers at once. */
  public static LocalLlmServer start(LocalLlmOptions options) {
    try {
      return new LocalLlmServer(options);
    } catch (IOException error) {
      throw new UncheckedIOException(
          "The local LLM can't listen on port " + options.port() + ": " + error.getMessage(),
          error);
    }
  }

  /** A server with the default options and this oracle. */
  public static LocalLlmServer start(Oracle oracle) {
    return start(LocalLlmOptions.builder().oracle(oracle).build());
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** The base URL, ending in {@code /v1}. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + port() + "/v1");
  }

  /** Chat requests that came, rejected ones and the lines of batches that were done included. */
  public long requests() {
    return ledger.requests();
  }

  /** Embedding requests that came, rejected ones included. */
  public long embeddingRequests() {
    return ledger.embeddingRequests();
  }

  /** Texts that were embedded. */
  public long embeddedTexts() {
    return ledger.embeddedTexts();
  }

  /** How often each instruction was asked, repeats included. */
  public Map<String, Long> questionsAsked() {
    return ledger.questions();
  }

  /** How often a row with this text was asked about; several slots are joined with line feeds. */
  public long timesAsked(String text) {
    return ledger.timesAsked(text);
  }

  /** How many different texts it was asked about. */
  public int distinctTexts() {
    return ledger.distinctTexts();
  }

  /**
   * Usable answers that were sent whole although the same question about the same row had got one
   * before: what a client pays twice for.
   */
  public long answeredAgain() {
    return ledger.answeredAgain();
  }

  /** Requests by HTTP status, and {@code timeout} and {@code reset} for those without one. */
  public Map<String, Long> statuses() {
    return ledger.outcomes();
  }

  /** Requests it is working on; one whose client has gone counts until its latency is over. */
  public int inFlight() {
    return traffic.inFlight();
  }

  /** Most requests it worked on at the same time. */
  public int maxInFlight() {
    return traffic.maxInFlight();
  }

  /** Changes how it misbehaves, from the next request on. */
  public void setFaults(Faults faults) {
    api.setFaults(faults);
  }

  /** Changes how long replies take, from the next request on. */
  public void setLatency(Duration latency) {
    traffic.latency(latency);
  }

  /** Changes what becomes of batches, from the next one on. */
  public void setBatches(BatchPlan plan) {
    batches.setPlan(plan);
  }

  /** Keeps batches in progress, or lets them end. */
  public void holdBatches(boolean hold) {
    batches.hold(hold);
  }

  /** Batches that were made. */
  public long batches() {
    return batches.made();
  }

  /** Lines of the batches that were made, done or not. */
  public long batchLines() {
    return batches.lines();
  }

  /** Holds all replies. */
  public void pause() {
    traffic.pause();
  }

  /** Sends the replies that were held, and later ones as usual. */
  public void resume() {
    traffic.resume();
  }

  /** Forgets all counts. */
  public void reset() {
    ledger.reset();
    traffic.reset();
    batches.forget();
  }

  @Override
  public void close() {
    server.stop(0);
    traffic.close();
    handlers.shutdownNow();
  }

  private void control(HttpExchange exchange) throws IOException {
    String call = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
    byte[] body = exchange.getRequestBody().readAllBytes();
    switch (call) {
      case "GET /stats" -> Replies.json(exchange, 200, ledger.toJson(maxInFlight()).toString());
      case "GET /" -> Replies.html(exchange, StatsPage.of(ledger.toJson(maxInFlight())));
      case "POST /reset" -> {
        reset();
        Replies.json(exchange, 200, "{}");
      }
      case "POST /faults" -> changeFaults(exchange, body);
      default -> Replies.error(exchange, 404, "not_found", "There is nothing at " + call + ".");
    }
  }

  private void changeFaults(HttpExchange exchange, byte[] body) throws IOException {
    try {
      setFaults(FaultsJson.read(body));
      Replies.json(exchange, 200, "{}");
    } catch (IllegalArgumentException wrong) {
      Replies.error(exchange, 400, "invalid_faults", String.valueOf(wrong.getMessage()));
    }
  }

  private static void setDefault(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
