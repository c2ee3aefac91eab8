package io.understudy.it.house;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.List;

/** The byte code of everything that is shipped in the main jar. */
final class MainClasses {
  private static final List<String> MODULES =
      List.of("proxy-models", "udfs", "catalyst-rules", "spark-ext");
  private static final JavaClasses ALL = read();

  private MainClasses() {}

  static JavaClasses all() {
    return ALL;
  }

  static Path root() {
    return Path.of(System.getProperty("understudy.root", ".."));
  }

  private static JavaClasses read() {
    return new ClassFileImporter()
        .importPaths(
            MODULES.stream()
                .map(m -> root().resolve(m).resolve("target").resolve("classes"))
                .toList());
  }
}
