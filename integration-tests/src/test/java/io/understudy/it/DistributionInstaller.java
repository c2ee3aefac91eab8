package io.understudy.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * Installs a Spark distribution outside of the build's folders, once for each set of pinned
 * versions. Two builds at the same time wait for each other; what was left half done is done again.
 */
final class DistributionInstaller {
  private static final String REQUIREMENTS = "distribution/requirements.txt";
  private static final String LOG = "install.log";

  private final Path root;
  private final Path folder;
  private final byte[] requirements;

  private DistributionInstaller(Path root, byte[] requirements) {
    CRC32 versions = new CRC32();
    versions.update(requirements);
    this.root = root;
    this.folder = root.resolve("distribution-%08x".formatted(versions.getValue()));
    this.requirements = requirements;
  }

  /** Empty without Python 3.10, its module venv, or PyPI. */
  static Optional<Distribution> installed() throws IOException, InterruptedException {
    Path root = root();
    try (InputStream resource =
        DistributionInstaller.class.getClassLoader().getResourceAsStream(REQUIREMENTS)) {
      if (resource == null) {
        throw new IllegalStateException(REQUIREMENTS + " is not on the class path");
      }
      return new DistributionInstaller(root, resource.readAllBytes()).install();
    }
  }

  /** What the last command of the last installation wrote, or nothing. */
  static String log() {
    Path log = root().resolve(LOG);
    try {
      return Files.exists(log) ? "The last command wrote: " + Files.readString(log) : "";
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  private static Path root() {
    return Path.of(System.getProperty("user.home"), ".cache", "understudy");
  }

  private Optional<Distribution> install() throws IOException, InterruptedException {
    Files.createDirectories(root);
    try (FileChannel file =
            FileChannel.open(
                root.resolve("install.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var lock = file.lock()) {
      // Written last, so that a folder without it was left by an installation that broke off.
      Path complete = folder.resolve("complete");
      if (!Files.exists(complete)) {
        Folders.delete(folder);
        if (!succeeds("python3", "-m", "venv", folder.toString()) || !packages()) {
          return Optional.empty();
        }
        Files.createFile(complete);
      }
      return Optional.of(new Distribution(python(), sparkHome()));
    }
  }

  private boolean packages() throws IOException, InterruptedException {
    Path versions = Files.write(folder.resolve("requirements.txt"), requirements);
    return succeeds(
        python().toString(),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--disable-pip-version-check",
        "-r",
        versions.toString());
  }

  private Path python() {
    return folder.resolve("bin").resolve("python");
  }

  private Path sparkHome() throws IOException {
    try (Stream<Path> found =
        Files.find(folder, 4, (path, a) -> path.endsWith("site-packages/pyspark"))) {
      return found.findFirst().orElseThrow();
    }
  }

  private boolean succeeds(String... command) throws IOException, InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder(List.of(command))
              .redirectErrorStream(true)
              .redirectOutput(root.resolve(LOG).toFile())
              .start();
    } catch (IOException noSuchProgram) {
      return false;
    }
    if (!process.waitFor(15, TimeUnit.MINUTES)) {
      process.destroyForcibly().waitFor();
    }
    return process.exitValue() == 0;
  }
}
