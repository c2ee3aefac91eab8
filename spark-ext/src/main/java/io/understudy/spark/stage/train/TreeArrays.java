package io.understudy.spark.stage.train;

import io.understudy.model.TreesModel;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.tree.ContinuousSplit;
import org.apache.spark.ml.tree.InternalNode;
import org.apache.spark.ml.tree.LeafNode;
import org.apache.spark.ml.tree.Node;

/** Lays MLlib's trees out as the arrays of a {@link TreesModel}. */
final class TreeArrays {
  private final TreesModel.Kind kind;
  private final int dimension;
  private final int classes;
  private final int[] present;
  private final List<Integer> roots = new ArrayList<>();
  private final List<Integer> machines = new ArrayList<>();
  private final List<Integer> features = new ArrayList<>();
  private final List<Double> thresholds = new ArrayList<>();
  private final List<Integer> children = new ArrayList<>();
  private final List<Float> leaves = new ArrayList<>();

  /**
   * @param present the classes that the trees know, by MLlib's numbers
   */
  TreeArrays(TreesModel.Kind kind, int dimension, int classes, int[] present) {
    this.kind = kind;
    this.dimension = dimension;
    this.classes = classes;
    this.present = present;
  }

  /**
   * Adds a tree.
   *
   * @param weight of its leaves
   * @param machine the class it speaks for, if its leaves are margins
   */
  void add(Node root, double weight, int machine) {
    int at = newNode();
    roots.add(at);
    machines.add(machine);
    fill(at, root, weight);
  }

  /** Adds a tree that says the same of every row. */
  void constant(float margin, int machine) {
    int at = newNode();
    roots.add(at);
    machines.add(machine);
    children.set(at, leaves.size());
    leaves.add(margin);
  }

  TreesModel model() {
    float[] values = new float[leaves.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = leaves.get(i);
    }
    return new TreesModel(
        dimension,
        classes,
        kind,
        ints(roots),
        ints(features),
        thresholds.stream().mapToDouble(Double::doubleValue).toArray(),
        ints(children),
        values,
        ints(machines));
  }

  private int newNode() {
    features.add(-1);
    thresholds.add(0.0);
    children.add(0);
    return features.size() - 1;
  }

  private void fill(int at, Node node, double weight) {
    if (node instanceof InternalNode inner && inner.split() instanceof ContinuousSplit split) {
      int left = newNode();
      int right = newNode();
      features.set(at, split.featureIndex());
      thresholds.set(at, split.threshold());
      children.set(at, left);
      fill(left, inner.leftChild(), weight);
      fill(right, inner.rightChild(), weight);
      return;
    }
    if (!(node instanceof LeafNode leaf)) {
      throw new IllegalStateException("embeddings have no categories to split by: " + node);
    }
    children.set(at, leaves.size() / kind.values(classes));
    if (kind == TreesModel.Kind.MARGINS) {
      leaves.add((float) (weight * leaf.prediction()));
      return;
    }
    double[] counts = leaf.impurityStats().stats();
    double all = 0;
    for (double count : counts) {
      all += count;
    }
    float[] shares = new float[classes];
    for (int p = 0; p < present.length; p++) {
      shares[present[p]] = all == 0 ? 0 : (float) (counts[p] / all);
    }
    for (float share : shares) {
      leaves.add(share);
    }
  }

  private static int[] ints(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).toArray();
  }
}
