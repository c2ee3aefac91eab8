package io.understudy.model;

import java.util.Arrays;

/**
 * Decision trees over unit vectors: a forest that votes, or boosted trees whose margins add up.
 * Nodes of all trees lie in shared arrays. Immutable by convention.
 *
 * @param dimension length of the embeddings
 * @param classes number of classes K, at least 2
 * @param kind what the leaves say
 * @param roots the root node of each tree
 * @param features the dimension that a node looks at; -1 for a leaf
 * @param thresholds a node's left child is next where the value is at most this
 * @param children the left child of each node; the right one is the next after it. For a leaf the
 *     number of its values
 * @param leaves values of leaves, each as many as {@link Kind#values}
 * @param machines for boosted trees the class that each tree speaks for
 */
@SuppressWarnings("ArrayRecordComponent")
public record TreesModel(
    int dimension,
    int classes,
    Kind kind,
    int[] roots,
    int[] features,
    double[] thresholds,
    int[] children,
    float[] leaves,
    int[] machines)
    implements Scorer {

  /** What the leaves say. */
  public enum Kind {
    /** The share of each class among the rows that came here; trees are averaged. */
    VOTES,
    /**
     * Half the log odds of a class against the rest (for two classes of class 1), to be added up
     * (Friedman 2001).
     */
    MARGINS;

    /** Values per leaf. */
    public int values(int classes) {
      return this == VOTES ? classes : 1;
    }
  }

  @Override
  public boolean score(Features row, float[] probabilitiesOut) {
    float[] vector = row.vector();
    if (vector.length != dimension || !LinearModel.scorable(vector)) {
      return false;
    }
    double norm = Math.sqrt(LinearModel.squares(vector));
    double[] sums = new double[kind == Kind.MARGINS && classes == 2 ? 1 : classes];
    for (int tree = 0; tree < roots.length; tree++) {
      int leaf = children[leafOf(roots[tree], vector, norm)];
      if (kind == Kind.VOTES) {
        for (int k = 0; k < classes; k++) {
          sums[k] += leaves[leaf * classes + k];
        }
      } else {
        sums[machines[tree]] += 2 * leaves[leaf];
      }
    }
    if (kind == Kind.MARGINS) {
      Margins.probabilities(sums, probabilitiesOut);
      return true;
    }
    for (int k = 0; k < classes; k++) {
      probabilitiesOut[k] = (float) (sums[k] / roots.length);
    }
    if (classes == 2) {
      Margins.pair(probabilitiesOut[1], probabilitiesOut);
    }
    return true;
  }

  private int leafOf(int root, float[] vector, double norm) {
    int node = root;
    while (features[node] >= 0) {
      node = children[node] + (vector[features[node]] / norm <= thresholds[node] ? 0 : 1);
    }
    return node;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TreesModel that
        && dimension == that.dimension
        && classes == that.classes
        && kind == that.kind
        && Arrays.equals(roots, that.roots)
        && Arrays.equals(features, that.features)
        && Arrays.equals(thresholds, that.thresholds)
        && Arrays.equals(children, that.children)
        && Arrays.equals(leaves, that.leaves)
        && Arrays.equals(machines, that.machines);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(thresholds) + Arrays.hashCode(leaves);
  }

  @Override
  public String toString() {
    return "TreesModel(" + kind + ", trees=" + roots.length + ", nodes=" + features.length + ")";
  }
}
