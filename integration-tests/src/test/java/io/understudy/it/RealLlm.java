package io.understudy.it;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A small real model behind llama.cpp's server, as {@code dev/real-llm} starts it. */
final class RealLlm implements AutoCloseable {
  private static final Pattern LISTENING = Pattern.compile("listening on (http\\S+)/v1");

  private final Program program;
  private final String url;

  private RealLlm(Program program, String url) {
    this.program = program;
    this.url = url;
  }

  /** What the server counted since it started. */
  record Tokens(long in, long out) {
    Tokens minus(Tokens before) {
      return new Tokens(in - before.in, out - before.out);
    }
  }

  /** Fetches the model and, where there is none, builds the server: that takes long, once. */
  static RealLlm start() throws IOException, InterruptedException {
    String script = Doors.root().resolve("dev/real-llm").toString();
    int prepared = new ProcessBuilder(script, "--prepare").inheritIO().start().waitFor();
    if (prepared != 0) {
      throw new IllegalStateException("dev/real-llm --prepare failed; it has said why");
    }
    String threads = System.getProperty("understudy.real.threads", "2");
    Path folder = Lab.folder("real-llm");
    Program program =
        Program.start(folder, List.of(script, "--port", "0", "--threads", threads), Map.of(), "");
    while (program.alive()) {
      Matcher line = LISTENING.matcher(program.log());
      if (line.find()) {
        return new RealLlm(program, line.group(1));
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
    throw new IllegalStateException("the server did not start:\n" + program.log());
  }

  /** Base URL of its API. */
  String api() {
    return url + "/v1";
  }

  /** The tokens that it says it has read, from its cache or not, and written. */
  Tokens tokens() throws IOException, InterruptedException {
    String page =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(url + "/metrics")).build(),
                HttpResponse.BodyHandlers.ofString())
            .body();
    return new Tokens(
        count(page, "prompt_tokens_total") + count(page, "prompt_tokens_cached_total"),
        count(page, "tokens_predicted_total"));
  }

  private static long count(String page, String name) {
    Matcher line = Pattern.compile("(?m)^llamacpp:" + name + " (\\d+)$").matcher(page);
    if (!line.find()) {
      throw new IllegalStateException("the server does not count " + name + ":\n" + page);
    }
    return Long.parseLong(line.group(1));
  }

  @Override
  public void close() {
    program.close();
  }
}
