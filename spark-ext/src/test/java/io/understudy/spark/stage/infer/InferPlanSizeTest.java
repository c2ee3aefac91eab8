package io.understudy.spark.stage.infer;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.call.Answer;
import io.understudy.call.AnswerSet;
import io.understudy.call.Category;
import io.understudy.call.Promise;
import io.understudy.call.PromptTemplate;
import io.understudy.call.Question;
import io.understudy.call.RowData;
import io.understudy.judge.Certificate;
import io.understudy.judge.Decision;
import io.understudy.llm.BatchTerms;
import io.understudy.llm.ClusterLimits;
import io.understudy.llm.EndpointConfig;
import io.understudy.llm.SecretRef;
import io.understudy.model.LinearModel;
import io.understudy.model.RowInput;
import io.understudy.sample.ContentKey;
import io.understudy.spark.account.QueryId;
import io.understudy.spark.account.RunId;
import io.understudy.spark.bridge.Wire;
import io.understudy.spark.stage.infer.VectorLabels.Beside;
import io.understudy.spark.stage.infer.VectorLabels.Known;
import io.understudy.spark.stage.label.AskPlan;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every executor is sent stays below a megabyte for 150 classes on 384 floats. */
class InferPlanSizeTest {
  private static final int CLASSES = 150;
  private static final int DIMENSION = 384;
  private static final int MEGABYTE = 1_000_000;

  /** The most that is bought by default to learn from and to judge by: four times 1,000. */
  private static final int LABELS = 4_000;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void belowAMegabyteWithAllLabelsOfTheQuery(boolean byVector) {
    byte[] sent = Wire.write(plan(byVector));
    assertThat(sent.length).isBetween(CLASSES * DIMENSION * Float.BYTES, MEGABYTE);
    InferPlan read = Wire.read(sent, InferPlan.class);
    assertThat(read.labels()).isEqualTo(plan(byVector).labels());
    assertThat(read.model()).isInstanceOf(LinearModel.class);
  }

  private static InferPlan plan(boolean byVector) {
    Random random = new Random(1);
    Map<ContentKey, Answer> labels = new HashMap<>();
    List<RowData> texts = new ArrayList<>();
    for (int i = 0; i < LABELS; i++) {
      RowData row = new RowData(List.of("A question about my card, number " + i));
      texts.add(row);
      labels.put(ContentKey.of(row.values()), Answer.of(random.nextInt(CLASSES)));
    }
    List<Beside> beside =
        labels.entrySet().stream()
            .map(
                label ->
                    new Beside(
                        new float[] {random.nextFloat(), random.nextFloat()},
                        new Known(label.getKey(), label.getValue(), false)))
            .toList();
    return new InferPlan(
        new Decision.UseProxy(
            new Certificate(
                List.of(new Promise.Accuracy(0.9)),
                List.of(0.95),
                0.9,
                300,
                15,
                0.95,
                0.93,
                1,
                0.01)),
        model(random),
        null,
        null,
        RowInput.EMBEDDING,
        ask(),
        labels,
        Set.of(),
        Set.of(),
        byVector ? null : TextSignatures.of(texts),
        byVector ? new VectorLabels(beside) : null,
        1,
        10_000_000,
        0.1,
        256);
  }

  private static LinearModel model(Random random) {
    float[] weights = new float[CLASSES * DIMENSION];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = random.nextFloat();
    }
    return new LinearModel(DIMENSION, CLASSES, weights, new float[CLASSES]);
  }

  private static AskPlan ask() {
    List<Category> categories =
        IntStream.range(0, CLASSES)
            .mapToObj(i -> new Category("category " + i, "Questions of the kind with number " + i))
            .toList();
    EndpointConfig endpoint =
        new EndpointConfig(
            "default",
            "openai",
            URI.create("http://127.0.0.1:1/v1"),
            "model",
            new SecretRef.None(),
            64,
            ClusterLimits.NONE,
            EndpointConfig.NO_PACKING,
            BatchTerms.NONE,
            EndpointConfig.TEXT_LIMIT,
            Duration.ofSeconds(20),
            Duration.ofSeconds(60),
            0,
            0,
            /* logprobs= */ false);
    return new AskPlan(
        RunId.first(new QueryId("1", "1")),
        "0".repeat(64),
        new Question(
            new PromptTemplate(List.of(new PromptTemplate.Slot("text"))),
            new AnswerSet.OneOf(categories),
            List.of()),
        endpoint,
        "AI.CLASSIFY");
  }
}
