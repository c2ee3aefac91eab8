package io.understudy.localllm;

/** Numbers that depend on texts only: FNV-1a, then the finaliser of SplitMix64. */
final class StableHash {
  private StableHash() {}

  static long of(String... parts) {
    long hash = 0xcbf29ce484222325L;
    for (String part : parts) {
      for (int i = 0; i < part.length(); i++) {
        hash = (hash ^ part.charAt(i)) * 0x100000001b3L;
      }
      hash = (hash ^ 0xffff) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
    hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
    return hash ^ (hash >>> 31);
  }

  /** A number in [0, 1). */
  static double unit(String... parts) {
    return (of(parts) >>> 11) * 0x1.0p-53;
  }

  /** A number from 0 to {@code bound - 1}. */
  static int below(int bound, String... parts) {
    return (int) (unit(parts) * bound);
  }
}
