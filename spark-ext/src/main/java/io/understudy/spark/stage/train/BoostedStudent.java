package io.understudy.spark.stage.train;

import io.understudy.model.RowInput;
import io.understudy.model.Scorer;
import io.understudy.model.TreesModel;
import io.understudy.student.Lesson;
import io.understudy.student.Student;
import java.util.Arrays;
import org.apache.spark.ml.classification.GBTClassificationModel;
import org.apache.spark.ml.classification.GBTClassifier;
import org.apache.spark.ml.regression.DecisionTreeRegressionModel;
import org.apache.spark.sql.SparkSession;

/**
 * MLlib's gradient-boosted trees (Friedman 2001) on the active session. MLlib knows two classes
 * only: of more, each is learnt against the rest.
 */
public final class BoostedStudent implements Student {
  private static final int ITERATIONS = 30;
  private static final int DEPTH = 3;
  private static final double STEP = 0.2;

  /** With more classes it takes minutes, and each class has few rows of its own. */
  private static final int MOST_CLASSES = 10;

  /** The margin of a class that no row has. */
  private static final float NEVER = -1e6f;

  @Override
  public String name() {
    return "boosted";
  }

  @Override
  public boolean reads(RowInput input) {
    return input == RowInput.EMBEDDING;
  }

  @Override
  public boolean learns(int classes) {
    return classes <= MOST_CLASSES;
  }

  @Override
  public Scorer fit(Lesson lesson) {
    int[] present = Arrays.stream(lesson.labels()).distinct().sorted().toArray();
    TreeArrays arrays =
        new TreeArrays(
            TreesModel.Kind.MARGINS,
            lesson.rows().get(0).vector().length,
            lesson.classes(),
            present);
    if (lesson.classes() == 2) {
      add(arrays, fitted(lesson, 1), 0);
      return arrays.model();
    }
    for (int c = 0; c < lesson.classes(); c++) {
      if (Arrays.binarySearch(present, c) >= 0) {
        add(arrays, fitted(lesson, c), c);
      } else {
        arrays.constant(NEVER, c);
      }
    }
    return arrays.model();
  }

  private static void add(TreeArrays arrays, GBTClassificationModel model, int machine) {
    DecisionTreeRegressionModel[] trees = model.trees();
    for (int t = 0; t < trees.length; t++) {
      arrays.add(trees[t].rootNode(), model.treeWeights()[t], machine);
    }
  }

  /** MLlib's own model of one class against the rest. */
  static GBTClassificationModel fitted(Lesson lesson, int one) {
    return new GBTClassifier()
        .setMaxIter(ITERATIONS)
        .setMaxDepth(DEPTH)
        .setStepSize(STEP)
        .setFeatureSubsetStrategy("sqrt")
        .setWeightCol("weight")
        .setSeed(lesson.seed())
        .fit(MllibRows.of(SparkSession.active(), lesson, label -> label == one ? 1 : 0));
  }
}
