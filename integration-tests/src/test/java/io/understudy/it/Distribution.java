package io.understudy.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A complete Spark, as PyPI has it, with the Python that it was installed for.
 *
 * @param python the interpreter
 * @param sparkHome what {@code SPARK_HOME} is to be
 */
record Distribution(Path python, Path sparkHome) {

  /** Runs one of its programs ({@code bin/...}) in a folder, and waits for it. */
  Program.Result run(Path folder, String program, List<String> arguments) {
    return run(folder, program, arguments, "");
  }

  /** The same with lines to read from standard input. */
  Program.Result run(Path folder, String program, List<String> arguments, String input) {
    try {
      return start(folder, program, arguments, input).finish();
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** Starts one of its programs. */
  Program start(Path folder, String program, List<String> arguments, String input)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(sparkHome.resolve("bin/" + program).toString()));
    command.addAll(arguments);
    return Program.start(folder, command, environment(), input);
  }

  /** Runs a Python script that brings its own Spark session, and waits for it. */
  Program.Result python(Path folder, Path script, List<String> arguments, Map<String, String> more)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(python.toString(), script.toString()));
    command.addAll(arguments);
    Map<String, String> environment = new java.util.HashMap<>(environment());
    environment.putAll(more);
    return Program.start(folder, command, environment, "").finish();
  }

  private Map<String, String> environment() {
    return Map.of(
        "SPARK_HOME",
        sparkHome.toString(),
        "PYSPARK_PYTHON",
        python.toString(),
        "PYSPARK_DRIVER_PYTHON",
        python.toString(),
        "SPARK_LOCAL_IP",
        "127.0.0.1",
        "JAVA_HOME",
        System.getProperty("java.home"));
  }
}
