package io.understudy.student;

import io.understudy.model.ClassWeights;
import io.understudy.model.RowInput;
import io.understudy.model.Scorer;
import java.util.Arrays;
import libsvm.svm;
import libsvm.svm_model;
import libsvm.svm_parameter;
import libsvm.svm_problem;

/**
 * A support vector machine with a Gaussian kernel over unit vectors: libsvm (Chang and Lin 2011),
 * with its probabilities by cross-validated margins and pairwise coupling.
 */
public final class RbfSvmStudent implements Student {
  private static final double C = 3;

  /** Of {@code exp(-gamma d^2)}; unit vectors are at most 2 apart. */
  private static final double GAMMA = 1;

  private static final double CACHE_MEGABYTES = 100;
  private static final double TOLERANCE = 1e-3;

  @Override
  public String name() {
    return "rbf-svm";
  }

  @Override
  public boolean reads(RowInput input) {
    return input == RowInput.EMBEDDING;
  }

  @Override
  public Scorer fit(Lesson lesson) {
    svm_problem problem = new svm_problem();
    problem.l = lesson.labels().length;
    problem.y = Arrays.stream(lesson.labels()).asDoubleStream().toArray();
    problem.x =
        lesson.rows().stream()
            .map(row -> RbfSvmModel.nodes(row.vector()))
            .toArray(libsvm.svm_node[][]::new);
    svm_model model;
    // The library draws its folds from one generator, and prints, for all of a JVM.
    synchronized (svm.class) {
      svm.svm_set_print_string_function(text -> {});
      svm.rand.setSeed(lesson.seed());
      model = svm.svm_train(problem, parameters(lesson));
    }
    int dimension = lesson.rows().get(0).vector().length;
    return new RbfSvmModel(dimension, lesson.classes(), model);
  }

  private static svm_parameter parameters(Lesson lesson) {
    int[] present = Arrays.stream(lesson.labels()).distinct().sorted().toArray();
    double[] weights = ClassWeights.balanced(lesson.labels(), lesson.classes());
    svm_parameter parameters = new svm_parameter();
    parameters.svm_type = svm_parameter.C_SVC;
    parameters.kernel_type = svm_parameter.RBF;
    parameters.gamma = GAMMA;
    parameters.C = C;
    parameters.eps = TOLERANCE;
    parameters.shrinking = 1;
    parameters.probability = 1;
    parameters.cache_size = CACHE_MEGABYTES;
    parameters.nr_weight = present.length;
    parameters.weight_label = present;
    parameters.weight = Arrays.stream(present).mapToDouble(label -> weights[label]).toArray();
    return parameters;
  }
}
