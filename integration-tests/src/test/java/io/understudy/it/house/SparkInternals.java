package io.understudy.it.house;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which classes and members of Spark that are not its public API our byte code names. The public
 * API is what Spark's own documentation is generated for, plus the classes that its annotations
 * call stable or evolving; here it is kept as a short list of packages and classes.
 */
final class SparkInternals {
  /** Packages of the public API; their sub-packages are not meant. */
  private static final List<String> PUBLIC_PACKAGES =
      List.of(
          "org.apache.spark.api.java",
          "org.apache.spark.api.java.function",
          "org.apache.spark.broadcast",
          "org.apache.spark.ml.classification",
          "org.apache.spark.ml.linalg",
          "org.apache.spark.sql.types");

  /** Public classes in packages that hold others, too. */
  private static final List<String> PUBLIC_CLASSES =
      List.of(
          "org.apache.spark.HashPartitioner",
          "org.apache.spark.QueryContext",
          "org.apache.spark.SparkContext",
          "org.apache.spark.SparkEnv",
          "org.apache.spark.SparkThrowable",
          "org.apache.spark.TaskContext",
          "org.apache.spark.TaskKilledException",
          "org.apache.spark.rdd.RDD",
          "org.apache.spark.scheduler.SparkListener",
          "org.apache.spark.scheduler.SparkListenerEvent",
          "org.apache.spark.scheduler.SparkListenerExecutorRemoved",
          "org.apache.spark.sql.AnalysisException",
          "org.apache.spark.sql.Dataset",
          "org.apache.spark.sql.Row",
          "org.apache.spark.sql.RowFactory",
          "org.apache.spark.sql.SparkSession",
          "org.apache.spark.sql.SparkSessionExtensions",
          "org.apache.spark.util.TaskCompletionListener");

  private SparkInternals() {}

  /** One line per class or member with who names it, sorted. */
  static String touchedBy(JavaClasses classes) {
    SortedSet<String> lines = new TreeSet<>();
    for (JavaClass origin : classes) {
      origin.getDirectDependenciesFromSelf().stream()
          .map(dependency -> dependency.getTargetClass().getBaseComponentType())
          .filter(SparkInternals::internal)
          .forEach(target -> lines.add(target.getName()));
      origin.getAccessesFromSelf().stream()
          .map(SparkInternals::member)
          .flatMap(Optional::stream)
          .forEach(lines::add);
    }
    return lines.stream().collect(Collectors.joining("\n", "", "\n"));
  }

  private static Optional<String> member(JavaAccess<?> access) {
    AccessTarget target = access.getTarget();
    JavaClass owner = target.getOwner();
    if (!internal(owner)) {
      return Optional.empty();
    }
    String types =
        target instanceof AccessTarget.CodeUnitAccessTarget unit
            ? unit.getRawParameterTypes().stream()
                .map(JavaClass::getSimpleName)
                .collect(Collectors.joining(", ", "(", ")"))
            : "";
    return Optional.of(owner.getName() + "#" + target.getName() + types);
  }

  private static boolean internal(JavaClass type) {
    String name = type.getName();
    return name.startsWith("org.apache.spark.")
        && !PUBLIC_PACKAGES.contains(type.getPackageName())
        && PUBLIC_CLASSES.stream().noneMatch(c -> name.equals(c) || name.startsWith(c + "$"));
  }
}
