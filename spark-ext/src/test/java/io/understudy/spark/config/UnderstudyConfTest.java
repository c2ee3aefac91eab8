package io.understudy.spark.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.understudy.judge.OnReject;
import io.understudy.llm.BatchTerms;
import io.understudy.llm.ClusterLimits;
import io.understudy.llm.EndpointConfig;
import io.understudy.llm.SecretRef;
import io.understudy.spark.account.Budget;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.internal.SQLConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UnderstudyConfTest {
  private static final String LLM = "spark.understudy.endpoints.llm.";

  @Test
  void defaultsAreThoseOfTheDocumentation() {
    UnderstudyConf conf = UnderstudyConf.of(Map.of());
    assertThat(conf.endpointName()).isEqualTo("default");
    assertThat(conf.labels()).isEqualTo(1000);
    assertThat(conf.minRows()).isEqualTo(3000);
    assertThat(conf.target()).isEqualTo(0.9);
    assertThat(conf.confidence()).isEqualTo(0.9);
    assertThat(conf.seed()).isEqualTo(42);
    assertThat(conf.judgeShare()).isEqualTo(0.4);
    assertThat(conf.embedBatch()).isEqualTo(256);
    assertThat(conf.onReject()).isEqualTo(OnReject.LLM);
    assertThat(conf.trainer()).isEqualTo(TrainerKind.LOCAL);
    assertThat(conf.queryBudget()).isEqualTo(Budget.none("spark.understudy.budget."));
    assertThat(conf.sessionBudget()).isEqualTo(Budget.none("spark.understudy.budget.session."));
    assertThat(conf.progress()).isTrue();
    assertThat(conf.embedder("").embedder()).isEqualTo("bge-small-en-v1.5");
    assertThat(conf.embedder("").endpoint()).isNull();
    assertThat(conf.endpoint("")).isEmpty();
  }

  @Test
  void readsAnEndpointWithDefaultsForWhatIsLeftOut() {
    UnderstudyConf conf =
        UnderstudyConf.of(
            Map.of(
                "spark.understudy.endpoint",
                "llm",
                LLM + "url",
                "https://llm.example/v1",
                LLM + "model",
                "small",
                LLM + "apiKey.env",
                "LLM_KEY",
                LLM + "timeout",
                "100ms",
                LLM + "requestsPerMinute",
                "600",
                LLM + "price.output",
                "0.6"));
    EndpointConfig endpoint = conf.requireEndpoint("");
    assertThat(endpoint)
        .isEqualTo(
            new EndpointConfig(
                "llm",
                "openai",
                URI.create("https://llm.example/v1"),
                "small",
                new SecretRef.EnvironmentVariable("LLM_KEY"),
                32,
                new ClusterLimits(0, 600, 0),
                EndpointConfig.NO_PACKING,
                BatchTerms.NONE,
                EndpointConfig.TEXT_LIMIT,
                Duration.ofMillis(100),
                Duration.ofMinutes(5),
                0,
                0.6,
                /* logprobs= */ false));
    assertThat(conf.endpoint("llm")).contains(endpoint);
    assertThat(conf.embedder("llm").endpoint()).isEqualTo(endpoint);
    assertThat(conf.endpointNames()).containsExactly("llm");
  }

  @Test
  void anEndpointWithoutModelNamesTheMissingKeyOnly() {
    UnderstudyConf conf = UnderstudyConf.of(Map.of(LLM + "url", "http://localhost:1/v1"));
    assertThat(conf.endpoint("llm")).isEmpty();
    assertThatThrownBy(() -> conf.requireEndpoint("llm"))
        .isInstanceOfSatisfying(
            ConfigException.class,
            error -> {
              assertThat(error.key()).isEqualTo(LLM + "model");
              assertThat(error.getCondition())
                  .isEqualTo("UNDERSTUDY_CONFIGURATION.ENDPOINT_INCOMPLETE");
              assertThat(error.getSqlState()).isEqualTo("F0000");
            })
        .hasMessageContaining(LLM + "model is not set");
  }

  @Test
  void anUnknownEndpointNamesBothKeysAndTheEndpointsThereAre() {
    UnderstudyConf conf = UnderstudyConf.of(Map.of(LLM + "url", "http://localhost:1/v1"));
    assertThatThrownBy(() -> conf.requireEndpoint(""))
        .hasMessageContaining("spark.understudy.endpoints.default.url")
        .hasMessageContaining("spark.understudy.endpoints.default.model")
        .hasMessageContaining("Configured are: llm.");
    assertThatThrownBy(() -> conf.requireEndpoint("my model"))
        .hasMessageContaining("'my model' can't be an endpoint");
  }

  @Test
  void keysInTwoPlacesAreAnError() {
    UnderstudyConf conf =
        UnderstudyConf.of(Map.of(LLM + "apiKey.env", "A", LLM + "apiKey.alias", "b"));
    assertThatThrownBy(conf::validated)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("two keys");
  }

  @ParameterizedTest
  @CsvSource({
    "60s, 60000",
    "5min, 300000",
    "5m, 300000",
    "100ms, 100",
    "2h, 7200000",
    "1d, 86400000",
    "7, 7000",
    "' 3 S ', 3000"
  })
  void durationsTakeTheFormsOfSpark(String text, long milliseconds) {
    UnderstudyConf conf =
        UnderstudyConf.of(
            Map.of(
                LLM + "url", "http://localhost:1/v1",
                LLM + "model", "m",
                LLM + "deadline", text));
    assertThat(conf.requireEndpoint("llm").deadline()).isEqualTo(Duration.ofMillis(milliseconds));
  }

  @ParameterizedTest
  @CsvSource({
    "labels, 0",
    "labels, 1e3",
    "labels, ''",
    "labels, 99999999999",
    "minRows, -1",
    "seed, abc",
    "target, 1",
    "target, 0",
    "target, NaN",
    "confidence, 90%",
    "judgeShare, 1.0",
    "onReject, maybe",
    "trainer, maybe",
    "progress, yes",
    "budget.calls, -1",
    "budget.cost, -0.1",
    "budget.cost, 1e999",
    "endpoint, a.b",
    "endpoints.llm.timeout, 0s",
    "endpoints.llm.timeout, 5 parsecs",
    "endpoints.llm.timeout, -5s",
    "endpoints.llm.deadline, 99999999999999d",
    "endpoints.llm.concurrency, 0",
    "endpoints.llm.price.input, free",
    "endpoints.llm.url, localhost:8080/v1",
    "endpoints.llm.url, ftp://host/v1",
    "endpoints.llm.url, http://host/v1?key=1",
    "endpoints.llm.model, ' '"
  })
  void badValuesNameTheKeyAndWhatIsAccepted(String suffix, String value) {
    String key = "spark.understudy." + suffix;
    UnderstudyConf conf = UnderstudyConf.of(Map.of(key, value));
    assertThatThrownBy(conf::validated)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(key)
        .hasMessageContaining("but expected is");
  }

  @ParameterizedTest
  @CsvSource({
    "apiKey.env, sk-1234-secret",
    "url, http://user:1234-secret@host/v1",
    "apiKey, sk-1234-secret"
  })
  void aSecretInTheWrongPlaceIsNotRepeated(String setting, String value) {
    UnderstudyConf conf = UnderstudyConf.of(Map.of(LLM + setting, value));
    assertThatThrownBy(conf::validated)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(LLM + setting)
        .hasMessageNotContaining("1234-secret");
  }

  @ParameterizedTest
  @CsvSource({
    "spark.understudy.lables, spark.understudy.labels",
    "spark.understudy.minrows, spark.understudy.minRows",
    "spark.understudy.budget, spark.understudy.budget.tokens",
    "spark.understudy.endpoints.gpt.apikey.env, spark.understudy.endpoints.gpt.apiKey.env",
    "spark.understudy.endpoints.gpt.priceInput, spark.understudy.endpoints.gpt.price.input",
    "spark.understudy.endpoints.url, spark.understudy.endpoints.NAME.url",
    "spark.understudy.onreject , spark.understudy.onReject"
  })
  void unknownKeysSuggestTheNearest(String key, String nearest) {
    assertThatThrownBy(() -> UnderstudyConf.validate(Set.of(key, "spark.sql.ansi.enabled")))
        .isInstanceOfSatisfying(
            ConfigException.class, error -> assertThat(error.key()).isEqualTo(key))
        .hasMessageContaining("Did you mean " + nearest + "?");
  }

  @Test
  void everyDocumentedKeyIsKnown() {
    ConfigKeys.all().forEach(entry -> UnderstudyConf.validate(Set.of(entry.key())));
    EndpointKeys.all()
        .forEach(entry -> UnderstudyConf.validate(Set.of(entry.forEndpoint("x-1_Y").key())));
  }

  @Test
  void aSnapshotOutlivesTheSettingsAndTravels() throws Exception {
    Map<String, String> session = new HashMap<>();
    session.put("spark.understudy.labels", "200");
    session.put("spark.sql.ansi.enabled", "true");
    UnderstudyConf conf = UnderstudyConf.of(session);
    session.put("spark.understudy.labels", "300");

    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(conf);
    }
    UnderstudyConf read;
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      read = (UnderstudyConf) in.readObject();
    }
    assertThat(read.labels()).isEqualTo(200);
    assertThat(read.settings()).containsOnlyKeys("spark.understudy.labels");
  }

  @Test
  void readsWhatTheSessionHasSet() {
    SQLConf session = new SQLConf();
    session.setConfString("spark.understudy.seed", "7");
    assertThat(UnderstudyConf.of(session).seed()).isEqualTo(7);
  }
}
