package io.understudy.student;

import io.understudy.model.Features;
import io.understudy.model.LinearModel;
import io.understudy.model.Margins;
import io.understudy.model.Scorer;
import libsvm.svm;
import libsvm.svm_model;
import libsvm.svm_node;

/**
 * What {@link RbfSvmStudent} has learnt.
 *
 * @param dimension length of the embeddings
 * @param classes number of classes of the question; those that the model does not know get 0
 * @param model libsvm's, whose labels are class numbers
 */
record RbfSvmModel(int dimension, int classes, svm_model model) implements Scorer {

  @Override
  public boolean score(Features row, float[] probabilitiesOut) {
    if (row.vector().length != dimension || !LinearModel.scorable(row.vector())) {
      return false;
    }
    double[] estimates = new double[model.nr_class];
    double unused = svm.svm_predict_probability(model, nodes(row.vector()), estimates);
    java.util.Arrays.fill(probabilitiesOut, 0);
    for (int i = 0; i < estimates.length; i++) {
      probabilitiesOut[model.label[i]] = (float) estimates[i];
    }
    if (classes == 2) {
      Margins.pair(probabilitiesOut[1], probabilitiesOut);
    }
    return true;
  }

  /** A unit vector in the library's form. */
  static svm_node[] nodes(float[] vector) {
    double squares = 0;
    for (float x : vector) {
      squares += (double) x * x;
    }
    double scale = 1 / Math.sqrt(squares);
    svm_node[] nodes = new svm_node[vector.length];
    for (int i = 0; i < vector.length; i++) {
      nodes[i] = new svm_node();
      nodes[i].index = i + 1;
      nodes[i].value = vector[i] * scale;
    }
    return nodes;
  }
}
