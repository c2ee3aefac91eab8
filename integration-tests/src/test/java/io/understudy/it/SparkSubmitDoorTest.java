package io.understudy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * {@code spark-submit} of a real distribution: driver and executors get the shipped jar as users
 * give it. The Java example reads the Delta table that the Python example writes.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SparkSubmitDoorTest {
  private static final String MASTER = "local-cluster[2,1,1024]";
  private static final Path EXAMPLES = Doors.root().resolve("examples/spark-submit");

  private static Doors doors;

  @BeforeAll
  static void open() throws IOException, InterruptedException {
    doors = Doors.open("spark-submit");
  }

  @AfterAll
  static void close() {
    if (doors != null) {
      doors.close();
    }
  }

  @BeforeEach
  void reset() {
    doors.server().reset();
  }

  @Test
  @Order(1)
  void pythonScript() throws IOException {
    List<String> lines = submit(EXAMPLES.resolve("reviews.py").toString());
    assertThat(lines)
        .containsExactly(
            "right: 1500",
            "positive among the first 20: 7",
            "run: USE_PROXY 1500 200",
            lines.get(3));
    // Some of the first 20 were in the sample of 200, and are not bought twice.
    assertThat(lines.get(3)).startsWith("run: USE_LLM 20 ");
    assertThat(doors.server().requests()).isBetween(200L, 220L);
    assertThat(doors.server().requests()).isEqualTo(doors.server().distinctTexts());
  }

  @Test
  @Order(2)
  void javaJar() throws IOException {
    Path jar = jar(EXAMPLES.resolve("Reviews.java"));
    assertThat(submit("--class", "Reviews", jar.toString()))
        .containsExactly("positive: 500", "positive among the first 20: 7");
    assertThat(doors.server().requests()).isBetween(200L, 220L);
  }

  /** What a program printed, without the line that names the application. */
  private static List<String> submit(String... program) throws IOException {
    List<String> arguments = doors.arguments(MASTER, program);
    arguments.add(doors.folder().toString());
    Program.Result result = doors.spark().run(doors.folder(), "spark-submit", arguments);
    assertThat(result.status()).as(result.everything()).isZero();
    List<String> lines = result.output().strip().lines().toList();
    String last = lines.get(lines.size() - 1);
    assertThat(last).startsWith("application: app-");
    // Spark's workers leave their folders in the installation, which outlives this build.
    Folders.delete(
        doors.spark().sparkHome().resolve("work").resolve(last.substring(last.indexOf("app-"))));
    return lines.subList(0, lines.size() - 1);
  }

  private static Path jar(Path source) throws IOException {
    Path classes = Files.createDirectories(doors.folder().resolve("classes"));
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-cp",
                ClassPath.of(),
                "-d",
                classes.toString(),
                source.toString());
    assertThat(status).isZero();
    Path jar = doors.folder().resolve("reviews.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(file);
        Stream<Path> compiled = Files.list(classes)) {
      for (Path type : compiled.toList()) {
        entries.putNextEntry(new JarEntry(type.getFileName().toString()));
        Files.copy(type, entries);
      }
    }
    return jar;
  }
}
