package io.understudy.llm;

/**
 * Says when a JVM may send its next request, where several JVMs share what an endpoint allows.
 * Thread-safe; no method waits.
 */
public interface Pace {
  /** Always now. */
  Pace UNLIMITED =
      new Pace() {
        @Override
        public boolean take(long tokens, Runnable whenRoom) {
          return true;
        }

        @Override
        public void used(long requests, long tokens) {}

        @Override
        public void left() {}
      };

  /**
   * Takes room for one request if there is some.
   *
   * @param tokens what it will use, as far as can be said
   * @param whenRoom run later, on another thread, when it is worth asking again
   * @return whether the request may be sent now
   */
  boolean take(long tokens, Runnable whenRoom);

  /**
   * What a request used beyond what was taken for it.
   *
   * @param requests further requests that it sent
   * @param tokens further tokens; negative if it used less than was taken
   */
  void used(long requests, long tokens);

  /** A request for which room was taken is over. */
  void left();
}
