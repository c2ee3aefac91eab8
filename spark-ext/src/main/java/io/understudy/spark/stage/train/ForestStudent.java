package io.understudy.spark.stage.train;

import io.understudy.model.RowInput;
import io.understudy.model.Scorer;
import io.understudy.model.TreesModel;
import io.understudy.student.Lesson;
import io.understudy.student.Student;
import java.util.Arrays;
import org.apache.spark.ml.classification.DecisionTreeClassificationModel;
import org.apache.spark.ml.classification.RandomForestClassificationModel;
import org.apache.spark.ml.classification.RandomForestClassifier;
import org.apache.spark.sql.SparkSession;

/** MLlib's random forest (Breiman 2001) on the active session. */
public final class ForestStudent implements Student {
  private static final int TREES = 100;
  private static final int DEPTH = 8;

  @Override
  public String name() {
    return "forest";
  }

  @Override
  public boolean reads(RowInput input) {
    return input == RowInput.EMBEDDING;
  }

  @Override
  public Scorer fit(Lesson lesson) {
    int[] present = Arrays.stream(lesson.labels()).distinct().sorted().toArray();
    RandomForestClassificationModel fitted = fitted(lesson, present);
    TreeArrays arrays =
        new TreeArrays(
            TreesModel.Kind.VOTES, lesson.rows().get(0).vector().length, lesson.classes(), present);
    for (DecisionTreeClassificationModel tree : fitted.trees()) {
      arrays.add(tree.rootNode(), 1, 0);
    }
    return arrays.model();
  }

  /** MLlib's own model; its classes are those that occur among the labels, renumbered. */
  static RandomForestClassificationModel fitted(Lesson lesson, int[] present) {
    return new RandomForestClassifier()
        .setNumTrees(TREES)
        .setMaxDepth(DEPTH)
        .setFeatureSubsetStrategy("sqrt")
        .setWeightCol("weight")
        .setSeed(lesson.seed())
        .fit(
            MllibRows.of(
                SparkSession.active(), lesson, label -> Arrays.binarySearch(present, label)));
  }
}
