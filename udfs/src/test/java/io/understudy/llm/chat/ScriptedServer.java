package io.understudy.llm.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A server whose replies a test writes word for word. */
public final class ScriptedServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What to send. */
  public record Scripted(int status, Map<String, String> headers, String body) {
    public static Scripted of(int status, String body) {
      return new Scripted(status, Map.of(), body);
    }
  }

  private final HttpServer server;
  private final List<JsonNode> bodies = new CopyOnWriteArrayList<>();
  private final List<String> calls = new CopyOnWriteArrayList<>();

  public ScriptedServer(Function<JsonNode, Scripted> script) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
          bodies.add(body);
          calls.add(exchange.getRequestURI().toString());
          Scripted reply = script.apply(body);
          reply.headers().forEach(exchange.getResponseHeaders()::set);
          byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
  }

  /** The JSON bodies that came, in order. */
  public List<JsonNode> bodies() {
    return bodies;
  }

  /** Paths with queries that were called, in order. */
  public List<String> calls() {
    return calls;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
