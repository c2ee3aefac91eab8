package io.understudy.judge;

/** Tables as tests of judges need them. */
final class Populations {
  private Populations() {}

  /** A table without duplicates of which some contents trained and some judge. */
  static Population distinct(long contents, long trained, long judged) {
    return new Population(contents, trained + judged, contents - trained, contents, 0);
  }
}
