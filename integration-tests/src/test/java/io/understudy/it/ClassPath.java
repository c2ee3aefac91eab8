package io.understudy.it;

/** The class path of the tests. */
final class ClassPath {
  private ClassPath() {}

  /** Surefire hides the class path in a jar's manifest, and tells it in a property. */
  static String of() {
    String ofSurefire = System.getProperty("surefire.test.class.path");
    return ofSurefire == null ? System.getProperty("java.class.path") : ofSurefire;
  }
}
