package io.understudy.student;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** The students on the class path. */
public final class Students {
  private Students() {}

  /** The student of that name; empty if there is none. */
  public static Optional<Student> named(String name) {
    return all().filter(student -> student.name().equals(name)).findFirst();
  }

  /** Their names, sorted. */
  public static List<String> names() {
    return all().map(Student::name).distinct().sorted().toList();
  }

  /** By the loader of this class: on an executor's threads the context's may be another. */
  private static Stream<Student> all() {
    return ServiceLoader.load(Student.class, Students.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get);
  }
}
