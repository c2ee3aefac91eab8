package io.understudy.label;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What a table can be like: the shapes in which a promise might be broken more often than said. */
enum Kind {
  /** The understudy hardly errs. */
  SEPARABLE(2) {
    @Override
    Table table(long seed) {
      return Table.of(SIZE, 2, 0.4, 0.01, 0.6, seed);
    }
  },

  /** What the LLM says has nothing to do with the vectors. */
  HOPELESS(2) {
    @Override
    Table table(long seed) {
      return Table.of(SIZE, 2, 0.4, 0.1, 40, seed);
    }
  },

  /** One row of a hundred is true: the start finds a few of them, and more labels the rest. */
  SKEWED(2) {
    @Override
    Table table(long seed) {
      return Table.of(2 * SIZE, 2, 0.01, 0.001, 0.6, seed);
    }

    @Override
    int labels() {
      return 4 * LABELS;
    }
  },

  /** Many rows share one of few scores, so that cut-offs are coarse and ties are served whole. */
  TIED(2) {
    @Override
    Table table(long seed) {
      return Table.of(SIZE, 2, 0.4, 0.1, 0.9, seed).mapVectors(Kind::signs);
    }
  },

  /** The certainty of a score drifts: from some distance on, the most certain rows err most. */
  DRIFTING(2) {
    @Override
    Table table(long seed) {
      Table plain = Table.of(SIZE, 2, 0.4, 0.03, 0.9, seed);
      Random random = new Random(~seed);
      int[] llm = plain.llm().clone();
      for (int i = 0; i < llm.length; i++) {
        if (Math.abs(sum(plain.vectors().get(i))) > 5 && random.nextDouble() < 0.35) {
          llm[i] = 1 - llm[i];
        }
      }
      return new Table(2, plain.vectors(), llm);
    }
  },

  /** A quarter of the LLM's answers follow nothing, in rows that nothing tells apart. */
  NOISY_LLM(2) {
    @Override
    Table table(long seed) {
      return Table.of(SIZE, 2, 0.45, 0.25, 0.8, seed);
    }
  },

  /** A model without an edge: the promise can only be kept by asking about many rows. */
  BORDERLINE(2) {
    @Override
    Table table(long seed) {
      return Table.of(SIZE, 2, 0.4, 0.1, 1.1, seed);
    }
  },

  /** Five classes. */
  FIVE(5) {
    @Override
    Table table(long seed) {
      return Table.of(SIZE, 5, 0, 0.08, 0.8, seed);
    }
  },

  /** Seventy-seven classes, seven labels each. */
  SEVENTY_SEVEN(77) {
    @Override
    Table table(long seed) {
      return Table.of(SIZE, 77, 0, 0.05, 0.45, seed);
    }
  };

  private static final int SIZE = 1500;
  private static final int LABELS = 200;

  private final int classes;

  Kind(int classes) {
    this.classes = classes;
  }

  abstract Table table(long seed);

  /** How many labels are bought, as far as a user says. */
  int labels() {
    return LABELS;
  }

  int classes() {
    return classes;
  }

  private static float[] signs(float[] vector) {
    float[] signs = new float[vector.length];
    for (int d = 0; d < vector.length; d++) {
      signs[d] = Math.signum(vector[d]);
    }
    return signs;
  }

  private static double sum(float[] vector) {
    double sum = 0;
    for (float x : vector) {
      sum += x;
    }
    return sum;
  }

  /** Those with two classes, for promises about true rows. */
  static List<Kind> ofTwoClasses() {
    List<Kind> kinds = new ArrayList<>(List.of(values()));
    kinds.removeIf(kind -> kind.classes != 2);
    return kinds;
  }
}
