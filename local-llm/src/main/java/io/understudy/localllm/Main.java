package io.understudy.localllm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Starts a server from the command line. */
public final class Main {
  static final String HELP =
      """
      Usage: java -jar understudy-local-llm-VERSION.jar [options]
      A server on 127.0.0.1 that speaks OpenAI's API and answers from files or by rule.

        --port N              port (default 8080; 0 for any free one)
        --labels FILE         answers as JSON lines {"text": "...", "answer": "...", "question": "..."};
                              question is optional; the option may be given several times
        --keyword WORD        other texts are true if they contain the word
        --model NAME          the only model it knows (default: any)
        --api-key-env NAME    wants the key that this environment variable holds
        --latency-ms N        how long each reply takes (default 0)
        --concurrency N       requests at a time; more get status 429
        --queue N             requests at a time; more wait
        --noise P             probability of a wrong answer (default 0)
        --seed N              seed of noise and faults (default 0)
        --no-usage            reports no tokens
        --no-logprobs         refuses to tell the probabilities of tokens
        --response-format X   schema (default), object or none: what it accepts
        --dimension N         length of embeddings (default 64)
        --batch-delay-ms N    how long a batch is in progress (default 0)
        --fault NAME=P        probability of a fault: rate-limit, rate-limit-retry-after, server-error,
                              timeout, reset, truncated, garbage, empty, refusal, content-filter,
                              off-list, reasoning, cut-answer, missing-row, cut-thought,
                              unauthorized, forbidden, unknown-model, quota-exhausted; several times
        --retry-after N       seconds that rate-limit-retry-after asks for (default 1)
        --help                this text

      GET / and GET /stats tell what it was asked; POST /reset forgets it; POST /faults changes faults,
      for example {"server-error": 0.3, "seed": 7}.
      """;

  private Main() {}

  /** Runs until the process is ended. */
  public static void main(String[] arguments) {
    if (List.of(arguments).contains("--help")) {
      System.out.print(HELP);
      return;
    }
    try {
      LocalLlmServer server = LocalLlmServer.start(options(List.of(arguments)));
      System.out.println("listening on " + server.url());
      Thread.currentThread().join();
    } catch (IllegalArgumentException | UncheckedIOException wrong) {
      System.err.println(wrong.getMessage() + "\nTry --help.");
      System.exit(2);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  static LocalLlmOptions options(List<String> arguments) {
    LocalLlmOptions.Builder options = LocalLlmOptions.builder().port(8080);
    Deque<String> rest = new ArrayDeque<>(arguments);
    Faults faults = Faults.NONE;
    Oracle files = asked -> Optional.empty();
    String keyword = "";
    while (!rest.isEmpty()) {
      String option = rest.pop();
      try {
        switch (option) {
          case "--labels" -> files = files.orElse(file(rest.pop()));
          case "--keyword" -> keyword = rest.pop();
          case "--fault" -> faults = fault(faults, rest.pop());
          case "--retry-after" ->
              faults = faults.retryAfter(Duration.ofSeconds(Long.parseLong(rest.pop())));
          case "--seed" -> {
            long seed = Long.parseLong(rest.pop());
            faults = faults.seeded(seed);
            options.seed(seed);
          }
          case "--no-usage" -> options.usage(false);
          case "--no-logprobs" -> options.chances(null);
          default -> set(options, option, rest.pop());
        }
      } catch (NumberFormatException wrong) {
        throw new IllegalArgumentException(option + " wants a number: " + wrong.getMessage());
      } catch (NoSuchElementException missing) {
        throw new IllegalArgumentException("unknown option, or one without its value: " + option);
      }
    }
    return options.oracle(files.orElse(new KeywordOracle(keyword))).faults(faults).build();
  }

  private static void set(LocalLlmOptions.Builder options, String option, String value) {
    LocalLlmOptions.Builder unused =
        switch (option) {
          case "--port" -> options.port(Integer.parseInt(value));
          case "--model" -> options.model(value);
          case "--api-key-env" -> options.apiKey(key(value));
          case "--latency-ms" -> options.latency(Duration.ofMillis(Long.parseLong(value)));
          case "--concurrency" -> options.rejectBeyond(Integer.parseInt(value));
          case "--queue" -> options.queueBeyond(Integer.parseInt(value));
          case "--noise" -> options.noise(Double.parseDouble(value));
          case "--batch-delay-ms" -> options.batchDelay(Duration.ofMillis(Long.parseLong(value)));
          case "--dimension" -> options.dimension(Integer.parseInt(value));
          case "--response-format" -> options.responseFormats(format(value));
          default -> throw new IllegalArgumentException("unknown option: " + option);
        };
  }

  private static LocalLlmOptions.ResponseFormats format(String value) {
    return switch (value) {
      case "schema" -> LocalLlmOptions.ResponseFormats.SCHEMA;
      case "object" -> LocalLlmOptions.ResponseFormats.OBJECT;
      case "none" -> LocalLlmOptions.ResponseFormats.NONE;
      default ->
          throw new IllegalArgumentException(
              "--response-format wants schema, object or none, not '" + value + "'");
    };
  }

  private static Faults fault(Faults faults, String setting) {
    int equals = setting.indexOf('=');
    if (equals < 0) {
      throw new IllegalArgumentException("--fault wants NAME=PROBABILITY, not '" + setting + "'");
    }
    return faults.with(
        Fault.ofOption(setting.substring(0, equals)),
        Double.parseDouble(setting.substring(equals + 1)));
  }

  private static Oracle file(String name) {
    try {
      return LabelledFile.read(Path.of(name));
    } catch (IOException error) {
      throw new UncheckedIOException("--labels can't be read: " + error.getMessage(), error);
    }
  }

  private static String key(String variable) {
    @Nullable String key = System.getenv(variable);
    if (key == null || key.isBlank()) {
      throw new IllegalArgumentException("environment variable " + variable + " is not set");
    }
    return key;
  }
}
