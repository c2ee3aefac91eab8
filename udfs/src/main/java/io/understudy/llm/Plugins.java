package io.understudy.llm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds implementations by {@link ServiceLoader} in the loader of this class and in the thread's
 * context loader: Spark loads jars that a user adds in a child of the loader that may hold this
 * class.
 */
public final class Plugins {
  private Plugins() {}

  /** One instance per implementing class, in the order of discovery. */
  public static <T> List<T> load(Class<T> service) {
    Map<String, T> found = new LinkedHashMap<>();
    Stream.<@Nullable ClassLoader>of(
            Plugins.class.getClassLoader(), Thread.currentThread().getContextClassLoader())
        .distinct()
        .forEach(loader -> addAll(found, ServiceLoader.load(service, loader)));
    return new ArrayList<>(found.values());
  }

  private static <T> void addAll(Map<String, T> found, ServiceLoader<T> services) {
    var iterator = services.stream().iterator();
    while (true) {
      try {
        if (!iterator.hasNext()) {
          return;
        }
        ServiceLoader.Provider<T> provider = iterator.next();
        found.computeIfAbsent(provider.type().getName(), name -> provider.get());
      } catch (ServiceConfigurationError | NoClassDefFoundError broken) {
        // One broken jar on the class path must not hide the providers that work.
        continue;
      }
    }
  }
}
