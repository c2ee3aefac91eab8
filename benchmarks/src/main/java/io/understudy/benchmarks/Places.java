package io.understudy.benchmarks;

import java.nio.file.Path;

/** Where things lie. */
public final class Places {
  private Places() {}

  /** The project's folder: the system property {@code understudy.root}, else where Java started. */
  public static Path root() {
    return Path.of(System.getProperty("understudy.root", "")).toAbsolutePath();
  }

  /** Where costly things are kept between runs: {@code UNDERSTUDY_CACHE}, else under target. */
  public static Path cache() {
    String named = System.getenv("UNDERSTUDY_CACHE");
    return named != null ? Path.of(named) : root().resolve("benchmarks/target/cache");
  }
}
