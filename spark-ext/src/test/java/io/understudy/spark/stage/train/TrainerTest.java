package io.understudy.spark.stage.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.model.LinearModel;
import io.understudy.spark.LocalSpark;
import io.understudy.spark.config.TrainerKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainerTest {
  private static final int DIMENSION = 12;

  /** Classes of the question, and those that occur among the labels. */
  @ParameterizedTest
  @CsvSource({"2, 0 1", "3, 0 1 2", "5, 1 2 4", "4, 0 3", "4, 2 3"})
  void arraysSayWhatTheFittedModelSays(int classes, String occurring) {
    int[] present = Arrays.stream(occurring.split(" ")).mapToInt(Integer::parseInt).toArray();
    List<float[]> vectors = new ArrayList<>();
    int[] labels = rows(present, 120, 7, vectors);
    Trainer.Trained trained = new Trainer(LocalSpark.session()).train(vectors, labels, classes);
    LinearModel arrays = trained.arrays();
    float[] probabilities = arrays.newScores();
    assertThat(arrays.classes()).isEqualTo(classes);
    int right = 0;
    for (int i = 0; i < vectors.size(); i++) {
      assertThat(arrays.score(vectors.get(i), probabilities)).isTrue();
      Vector expected = trained.fitted().predictProbability(unit(vectors.get(i)));
      for (int c = 0; c < classes; c++) {
        int place = Arrays.binarySearch(present, c);
        assertThat((double) probabilities[c])
            .isCloseTo(place < 0 ? 0 : expected.apply(place), Offset.offset(1e-5));
      }
      right += LinearModel.label(probabilities) == labels[i] ? 1 : 0;
    }
    assertThat(right).isGreaterThan(100);
  }

  @ParameterizedTest
  @CsvSource({"2, 0 1", "3, 0 1 2", "5, 1 2 4"})
  void localFitHasTheCoefficientsOfMllib(int classes, String occurring) {
    int[] present = Arrays.stream(occurring.split(" ")).mapToInt(Integer::parseInt).toArray();
    List<float[]> vectors = new ArrayList<>();
    int[] labels = rows(present, 300, 11, vectors);
    LogisticRegressionModel local =
        new Trainer(LocalSpark.session(), TrainerKind.LOCAL)
            .train(vectors, labels, classes)
            .fitted();
    LogisticRegressionModel fitted =
        new Trainer(LocalSpark.session(), TrainerKind.MLLIB)
            .train(vectors, labels, classes)
            .fitted();
    assertThat(local.numClasses()).isEqualTo(fitted.numClasses());
    assertThat(local.coefficientMatrix().toDense().toArray())
        .containsExactly(fitted.coefficientMatrix().toDense().toArray(), Offset.offset(1e-3));
    assertThat(local.interceptVector().toArray())
        .containsExactly(fitted.interceptVector().toArray(), Offset.offset(1e-3));
  }

  @Test
  void localFitIsAModelOfMllibThatIsSavedLoadedAndTransforms(@TempDir Path folder)
      throws IOException {
    List<float[]> vectors = new ArrayList<>();
    int[] labels = rows(new int[] {0, 1, 2}, 90, 4, vectors);
    LogisticRegressionModel trained =
        new Trainer(LocalSpark.session(), TrainerKind.LOCAL).train(vectors, labels, 3).fitted();
    String path = folder.resolve("model").toString();
    trained.write().save(path);
    LogisticRegressionModel loaded = LogisticRegressionModel.load(path);
    assertThat(loaded.coefficientMatrix()).isEqualTo(trained.coefficientMatrix());
    List<Row> rows = vectors.stream().map(vector -> RowFactory.create(unit(vector))).toList();
    StructType schema = new StructType().add("features", SQLDataTypes.VectorType());
    List<Row> predicted =
        loaded.transform(LocalSpark.session().createDataFrame(rows, schema)).collectAsList();
    for (int i = 0; i < labels.length; i++) {
      assertThat(predicted.get(i).<Double>getAs("prediction"))
          .isEqualTo(trained.predict(unit(vectors.get(i))));
    }
  }

  @Test
  void lengthOfAVectorMakesNoDifference() {
    List<float[]> vectors = new ArrayList<>();
    int[] labels = rows(new int[] {0, 1}, 80, 3, vectors);
    LinearModel plain = new Trainer(LocalSpark.session()).train(vectors, labels, 2).arrays();
    for (float[] vector : vectors) {
      for (int d = 0; d < vector.length; d++) {
        vector[d] *= 64;
      }
    }
    LinearModel scaled = new Trainer(LocalSpark.session()).train(vectors, labels, 2).arrays();
    assertThat(scaled).isEqualTo(plain);
  }

  @Test
  void rareClassCountsAsMuchAsTheFrequentOne() {
    List<float[]> vectors = new ArrayList<>();
    int[] labels = new int[200];
    Random random = new Random(5);
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i < 10 ? 1 : 0;
      float[] vector = new float[DIMENSION];
      for (int d = 0; d < DIMENSION; d++) {
        vector[d] = (float) random.nextGaussian();
      }
      vector[0] += labels[i] == 1 ? 3 : -3;
      vectors.add(vector);
    }
    LinearModel model = new Trainer(LocalSpark.session()).train(vectors, labels, 2).arrays();
    float[] probabilities = model.newScores();
    for (int i = 0; i < 10; i++) {
      model.score(vectors.get(i), probabilities);
      assertThat(LinearModel.label(probabilities)).isEqualTo(1);
    }
  }

  private static int[] rows(int[] present, int n, long seed, List<float[]> vectors) {
    Random random = new Random(seed);
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      labels[i] = present[i % present.length];
      float[] vector = new float[DIMENSION];
      for (int d = 0; d < DIMENSION; d++) {
        vector[d] = (float) random.nextGaussian();
      }
      vector[labels[i]] += 4;
      vectors.add(vector);
    }
    return labels;
  }

  private static Vector unit(float[] vector) {
    double square = 0;
    for (float x : vector) {
      square += (double) x * x;
    }
    double[] unit = new double[vector.length];
    for (int d = 0; d < unit.length; d++) {
      unit[d] = vector[d] / Math.sqrt(square);
    }
    return Vectors.dense(unit);
  }
}
