package io.understudy.spark.prepared;

/**
 * Which rows a certificate is about. Two states are the same data if and only if source, version
 * and view are equal.
 *
 * @param table how the user knows the source, for reports
 * @param source identity of the table: it stays the same while the table changes
 * @param version which state of the source: of a Delta table the number, with time and length of
 *     the commit's file after {@link #COMMIT}
 * @param view the predicates, and the texts and the embedding as expressions of the source's
 *     columns
 */
public record DataState(String table, String source, String version, String view) {
  /** The state of an input that has no identity: equal to none, itself included. */
  public static final DataState UNKNOWN = new DataState("", "", "", "");

  /** Stands between a version's number and what else tells it. */
  static final String COMMIT = "@";

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

  /** Whether an input is surely the same slice of the same table, in whatever version. */
  public boolean sameSlice(DataState other) {
    return known() && source.equals(other.source) && view.equals(other.view);
  }

  /** A short name of the slice: equal in all its versions. */
  public String slice() {
    return Digest.of(source + "\n" + view);
  }

  /** The version as users know it. */
  public String shortVersion() {
    return version.split(COMMIT, 2)[0];
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
    if (version.equals(now.version)) {
      return "";
    }
    boolean tells = !shortVersion().equals(now.shortVersion());
    return "the table has changed (version "
        + (tells ? shortVersion() : version)
        + " then, "
        + (tells ? now.shortVersion() : now.version)
        + " now)";
  }
}
