package io.understudy.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process of another program. It ends when this JVM ends, whatever happens in between. */
final class Program implements AutoCloseable {
  private static final long PATIENCE_MINUTES = 10;

  private final Process process;
  private final Path output;
  private final Path errors;
  private final Thread killer = new Thread(this::kill, "killer of a program");

  /** What a program wrote to standard output, and to both together. */
  record Result(int status, String output, String everything) {}

  private Program(Process process, Path output, Path errors) {
    this.process = process;
    this.output = output;
    this.errors = errors;
    Runtime.getRuntime().addShutdownHook(killer);
  }

  /**
   * Starts it.
   *
   * @param folder its working directory, made if need be
   * @param environment what its environment has beyond this JVM's
   * @param input all that it can read from standard input
   */
  static Program start(
      Path folder, List<String> command, Map<String, String> environment, String input)
      throws IOException {
    Files.createDirectories(folder);
    Path in = Files.createTempFile(folder, "program", ".in");
    Files.writeString(in, input);
    Path out = Files.createTempFile(folder, "program", ".out");
    Path err = Files.createTempFile(folder, "program", ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    // Set for the tests that run executors of this JVM's own class path.
    builder.environment().remove("SPARK_HOME");
    builder.environment().remove("SPARK_CONF_DIR");
    builder.environment().putAll(environment);
    return new Program(builder.start(), out, err);
  }

  /** Waits until it ends by itself, some minutes at most. */
  Result finish() throws InterruptedException {
    try (this) {
      boolean ended = process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
      if (!ended) {
        kill();
      }
      process.waitFor();
      String out = read(output);
      return new Result(process.exitValue(), out, out + "\n" + read(errors));
    }
  }

  /** Waits until something listens at a port of this machine, some minutes at most. */
  void awaitPort(int port) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(PATIENCE_MINUTES);
    while (!listens(port)) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IllegalStateException("the server did not start:\n" + log());
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  /** What it wrote up to now. */
  String log() {
    return read(output) + "\n" + read(errors);
  }

  /** Ends it for certain, with all that it started. */
  @Override
  public void close() {
    kill();
    Runtime.getRuntime().removeShutdownHook(killer);
  }

  boolean alive() {
    return process.isAlive();
  }

  /** Ends it at once, with all that it started. */
  void kill() {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      return true;
    } catch (IOException nobody) {
      return false;
    }
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }
}
