package io.understudy.contrast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.understudy.model.Features;
import io.understudy.model.LinearModel;
import io.understudy.model.LogisticFit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ContrastiveTrainingTest {
  private static final int DIMENSION = 5;
  private static final double STEP = 1e-6;

  private final Random random = new Random(3);

  private double[][] directions(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Directions.of(random.doubles(DIMENSION, -1, 1).toArray()))
        .toArray(double[][]::new);
  }

  private ContrastiveTraining training() {
    int[] labels = {0, 1, 2, 0, 1, 2, 0, 1};
    return new ContrastiveTraining(
        directions(8), labels, directions(3), new double[] {0.7, 1.1, 1.4}, 5);
  }

  @Test
  void theGradientOfTheFirstPhaseIsThatOfItsLoss() {
    ContrastiveTraining training = training();
    int[] batch = {0, 1, 2, 4, 6, 7};
    double[] gradient = new double[training.parameters().length];
    double ignored = training.similarity(batch, gradient);
    check(
        training.parameters(),
        gradient,
        at -> training.similarity(batch, new double[gradient.length]));
  }

  @Test
  void theGradientsOfTheSecondPhaseAreThoseOfItsLoss() {
    ContrastiveTraining training = training();
    int[] batch = {0, 1, 2, 3, 4, 5};
    double[] gradient = new double[training.parameters().length];
    double[] projectorGradient = new double[training.projection().length];
    double ignored = training.spread(batch, gradient, projectorGradient);
    ToDoubleFunction<double[]> loss =
        at ->
            training.spread(
                batch, new double[gradient.length], new double[projectorGradient.length]);
    check(training.parameters(), gradient, loss);
    check(training.projection(), projectorGradient, loss);
  }

  /** Compares some hundred derivatives with differences. */
  private static void check(
      double[] parameters, double[] gradient, ToDoubleFunction<double[]> loss) {
    for (int i = 0; i < parameters.length; i += 1 + parameters.length / 300) {
      double before = parameters[i];
      parameters[i] = before + STEP;
      double up = loss.applyAsDouble(parameters);
      parameters[i] = before - STEP;
      double down = loss.applyAsDouble(parameters);
      parameters[i] = before;
      assertThat(gradient[i])
          .as("parameter %d", i)
          .isCloseTo((up - down) / (2 * STEP), within(1e-5));
    }
  }

  /** True where two signs are equal: no plane separates that. */
  @Test
  void theEncoderLearnsWhatNoPlaneSeparates() {
    List<float[]> vectors = new ArrayList<>();
    int[] labels = new int[800];
    for (int i = 0; i < labels.length; i++) {
      float[] vector = new float[8];
      for (int d = 0; d < vector.length; d++) {
        vector[d] = (float) (0.15 * random.nextGaussian());
      }
      boolean one = random.nextBoolean();
      boolean other = random.nextBoolean();
      vector[0] += one ? 1 : -1;
      vector[1] += other ? 1 : -1;
      vectors.add(vector);
      labels[i] = one == other ? 1 : 0;
    }
    List<float[]> learnt = vectors.subList(0, 400);
    int[] own = IntStream.range(0, 400).map(i -> labels[i]).toArray();
    ContrastiveModel encoder = ContrastiveModel.fit(learnt, own, 2, 7);
    LinearModel linear = LogisticFit.fit(learnt, own, 2, 1);
    int right = 0;
    int rightByPlane = 0;
    float[] scores = encoder.newScores();
    for (int i = 400; i < labels.length; i++) {
      assertThat(encoder.score(Features.ofVector(vectors.get(i)), scores)).isTrue();
      right += LinearModel.label(scores) == labels[i] ? 1 : 0;
      linear.score(vectors.get(i), scores);
      rightByPlane += LinearModel.label(scores) == labels[i] ? 1 : 0;
    }
    assertThat(right).isGreaterThan(380);
    assertThat(rightByPlane).isLessThan(300);
  }
}
