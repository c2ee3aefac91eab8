package io.understudy.it;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A complete Spark, as PyPI has it, kept outside of the build's folders. */
record Distribution(Path environment, Path sparkHome) {
  private static final String SPARK = "4.1.0";
  private static final String PY4J = "0.10.9.9";

  /** What a process wrote to standard output, and to both together. */
  record Result(int status, String output, String everything) {}

  /** Installs it if it is not there yet, which takes about a minute; empty without Python. */
  static Optional<Distribution> installed() throws IOException, InterruptedException {
    Path environment =
        Path.of(System.getProperty("user.home"), ".cache", "understudy", "pyspark-" + SPARK);
    Path complete = environment.resolve("complete");
    if (!Files.exists(complete)) {
      Files.createDirectories(environment);
      String python = environment.resolve("bin").resolve("python").toString();
      if (!succeeds("python3", "-m", "venv", environment.toString())
          || !succeeds(
              python,
              "-m",
              "pip",
              "install",
              "-q",
              "--no-deps",
              "pyspark==" + SPARK,
              "py4j==" + PY4J)) {
        return Optional.empty();
      }
      Files.writeString(complete, SPARK + "\n");
    }
    try (var found =
        Files.find(environment, 4, (path, a) -> path.endsWith("site-packages/pyspark"))) {
      return found.findFirst().map(home -> new Distribution(environment, home));
    }
  }

  /** Runs one of its programs in a folder, and waits for it. */
  Result run(Path folder, String program, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(sparkHome.resolve("bin/" + program).toString()));
    command.addAll(arguments);
    String python = environment.resolve("bin").resolve("python").toString();
    return run(
        folder,
        command,
        Map.of(
            "SPARK_HOME",
            sparkHome.toString(),
            "PYSPARK_PYTHON",
            python,
            "PYSPARK_DRIVER_PYTHON",
            python,
            "JAVA_HOME",
            System.getProperty("java.home")));
  }

  private static boolean succeeds(String... command) throws InterruptedException {
    try {
      return run(Path.of("."), List.of(command), Map.of()).status() == 0;
    } catch (IOException noSuchProgram) {
      return false;
    }
  }

  private static Result run(Path folder, List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    File output = Files.createTempFile("understudy", ".out").toFile();
    File errors = Files.createTempFile("understudy", ".err").toFile();
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectOutput(output)
              .redirectError(errors);
      builder.environment().putAll(environment);
      Process process = builder.start();
      if (!process.waitFor(5, TimeUnit.MINUTES)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
      }
      String out = Files.readString(output.toPath(), StandardCharsets.UTF_8);
      String err = Files.readString(errors.toPath(), StandardCharsets.UTF_8);
      return new Result(process.exitValue(), out, out + "\n" + err);
    } finally {
      Files.delete(output.toPath());
      Files.delete(errors.toPath());
    }
  }
}
