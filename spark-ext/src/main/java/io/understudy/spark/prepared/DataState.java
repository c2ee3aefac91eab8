package io.understudy.spark.prepared;

/**
 * Which rows a certificate is about. Two states are the same data if and only if source, version
 * and view are equal.
 *
 * @param table how the user knows the source, for reports
 * @param source identity of the table: it stays the same while the table changes
 * @param version which state of the source
 * @param view the predicates, and the texts and the embedding as expressions of the source's
 *     columns
 */
public record DataState(String table, String source, String version, String view) {
  /** The state of an input that has no identity: equal to none, itself included. */
  public static final DataState UNKNOWN = new DataState("", "", "", "");

  /** Whether the input could be identified. */
  public boolean known() {
    return !source.isEmpty();
  }

  /** Whether an input is surely the same rows, seen in the same way. */
  public boolean same(DataState other) {
    return known()
        && source.equals(other.source)
        && version.equals(other.version)
        && view.equals(other.view);
  }

  /** How another input differs, for reasons; empty if it does not. */
  public String differenceTo(DataState now) {
    if (!known() || !now.known()) {
      return "the data's version is not known";
    }
    if (!source.equals(now.source)) {
      return "the data comes from another table";
    }
    if (!view.equals(now.view)) {
      return "other rows or columns of the table are asked about";
    }
    return version.equals(now.version)
        ? ""
        : "the table has changed (version " + version + " then, " + now.version + " now)";
  }
}
