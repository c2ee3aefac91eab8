package io.understudy.it;

import static java.util.Objects.requireNonNull;

import io.understudy.localllm.LocalLlmServer;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One {@link Lab} on two threads, with the usual tables, for all tests of a class. */
final class SharedLab implements BeforeAllCallback, AfterAllCallback {
  private final Map<String, String> settings = new HashMap<>(Lab.SMALL);
  private @Nullable Lab lab;

  SharedLab() {}

  /**
   * @param more for every session, those that stores have of their own included
   */
  SharedLab(Map<String, String> more) {
    settings.putAll(more);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    lab = Lab.open("local[2]", Lab.KEYWORDS, settings);
    Tables.write(lab.spark());
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (lab != null) {
      lab.close();
    }
  }

  Lab lab() {
    return requireNonNull(lab);
  }

  SparkSession spark() {
    return lab().spark();
  }

  LocalLlmServer server() {
    return lab().server();
  }

  SparkSession fresh(Map<String, String> settings) {
    return lab().fresh(settings);
  }

  SparkSession small(Map<String, String> more) {
    return lab().small(more);
  }
}
