package io.understudy.spark.config;

import io.understudy.judge.OnReject;
import io.understudy.model.RowInput;
import io.understudy.student.LogisticStudent;
import java.util.List;

/** Every key that is not about one endpoint, in the order of the documentation. */
public final class ConfigKeys {
  /** What all keys begin with. */
  public static final String PREFIX = "spark.understudy.";

  private static final String FIRST_RELEASE = "0.1.0";

  public static final ConfigEntry<String> ENDPOINT =
      new ConfigEntry<>(
          PREFIX + "endpoint",
          "Name of the endpoint that answers calls which name none with endpoint =>.",
          "default",
          "",
          ValueParsers.endpointName(),
          FIRST_RELEASE);

  public static final ConfigEntry<String> EMBEDDER =
      new ConfigEntry<>(
          PREFIX + "embedder",
          "Embeds texts for AI.EMBED, and for calls without embeddings =>. Either a model that runs"
              + " in process (bge-small-en-v1.5 or all-minilm-l6-v2, in the jar"
              + " understudy-onnx-embedder) or the name of a configured endpoint.",
          "bge-small-en-v1.5",
          "",
          ValueParsers.text(),
          FIRST_RELEASE);

  public static final ConfigEntry<List<RowInput>> INPUTS =
      new ConfigEntry<>(
          PREFIX + "inputs",
          "What students may see of a row: embedding, tfidf (hashed TF-IDF of its words and pairs of"
              + " words) or both of them side by side. Of several those that the call has compete;"
              + " the first stays unless another one is clearly better on rows held out. auto is the"
              + " embedding where there is one, and tfidf where there is none.",
          "auto",
          "",
          ValueParsers.inputs(),
          FIRST_RELEASE);

  public static final ConfigEntry<List<String>> STUDENTS =
      new ConfigEntry<>(
          PREFIX + "students",
          "Who may become the understudy. Several compete on the rows bought to learn from; the first"
              + " stays unless another one is clearly better on rows held out. Trees and kernels look"
              + " at embeddings only. Which are worth their time is measured in"
              + " docs/design/012-students.md.",
          LogisticStudent.NAME,
          "",
          ValueParsers.students(),
          FIRST_RELEASE);

  public static final ConfigEntry<Integer> EMBED_BATCH =
      new ConfigEntry<>(
          PREFIX + "embedBatch",
          "How many rows are gathered before they are embedded. Equal texts among them are embedded"
              + " once; more rows take more memory.",
          "256",
          "rows",
          ValueParsers.integer(1, 100_000),
          FIRST_RELEASE);

  public static final ConfigEntry<Integer> LABELS =
      new ConfigEntry<>(
          PREFIX + "labels",
          "How many rows the LLM is asked about to train and judge an understudy. More are asked about"
              + " early, to learn from them, where the LLM has to answer them anyway, and to judge by"
              + " where a narrower limit saves more; and more for more than 57 categories, of each of"
              + " which ten are learnt from.",
          "1000",
          "rows",
          ValueParsers.integer(1, 10_000_000),
          FIRST_RELEASE);

  public static final ConfigEntry<Double> JUDGE_SHARE =
      new ConfigEntry<>(
          PREFIX + "judgeShare",
          "Share of the labels that judges the understudy and never trains it.",
          "0.4",
          "",
          ValueParsers.share(),
          FIRST_RELEASE);

  public static final ConfigEntry<Double> REPEAT =
      new ConfigEntry<>(
          PREFIX + "repeat",
          "Share of the labels that are second answers to judging rows, which show how far the LLM"
              + " agrees with itself. They are among spark.understudy.labels, at most 100; where"
              + " they would be fewer than 30, or go as a batch, there are none. 0 asks about nothing"
              + " twice.",
          "0.05",
          "",
          ValueParsers.part(),
          FIRST_RELEASE);

  public static final ConfigEntry<Long> MIN_ROWS =
      new ConfigEntry<>(
          PREFIX + "minRows",
          "With fewer different rows than this no understudy is trained; the LLM answers them all.",
          "3000",
          "rows",
          ValueParsers.whole(0),
          FIRST_RELEASE);

  public static final ConfigEntry<Double> TARGET =
      new ConfigEntry<>(
          PREFIX + "target",
          "What is promised when a call states no target: for AI.IF the F1 of the true rows, for"
              + " AI.CLASSIFY the share of all rows that agree, both against the LLM's answers.",
          "0.9",
          "",
          ValueParsers.share(),
          FIRST_RELEASE);

  public static final ConfigEntry<Double> CONFIDENCE =
      new ConfigEntry<>(
          PREFIX + "confidence",
          "Least probability with which a promise is kept, unless the call states confidence =>.",
          "0.9",
          "",
          ValueParsers.share(),
          FIRST_RELEASE);

  public static final ConfigEntry<OnReject> ON_REJECT =
      new ConfigEntry<>(
          PREFIX + "onReject",
          "What happens when an understudy may not answer: llm asks the LLM about every row, within"
              + " the budget; fail ends the query with the reason.",
          "llm",
          "",
          ValueParsers.onReject(),
          FIRST_RELEASE);

  public static final ConfigEntry<TrainerKind> TRAINER =
      new ConfigEntry<>(
          PREFIX + "trainer",
          "Who fits the understudy: local, on the driver, or mllib, LogisticRegression.fit with a"
              + " Spark job for each step. Both minimise the same loss.",
          "local",
          "",
          ValueParsers.trainer(),
          FIRST_RELEASE);

  public static final ConfigEntry<Long> SEED =
      new ConfigEntry<>(
          PREFIX + "seed",
          "Seed of the sample. The same seed on the same data samples the same rows.",
          "42",
          "",
          ValueParsers.whole(Long.MIN_VALUE),
          FIRST_RELEASE);

  public static final ConfigEntry<Long> BUDGET_CALLS =
      new ConfigEntry<>(
          PREFIX + "budget.calls",
          "Most LLM calls that a query may make, all its AI calls together. Unset means no limit.",
          "",
          "calls",
          ValueParsers.whole(0),
          FIRST_RELEASE);

  public static final ConfigEntry<Long> BUDGET_TOKENS =
      new ConfigEntry<>(
          PREFIX + "budget.tokens",
          "Most tokens, prompt and completion together, that a query may use. Unset means no limit.",
          "",
          "tokens",
          ValueParsers.whole(0),
          FIRST_RELEASE);

  public static final ConfigEntry<Double> BUDGET_COST =
      new ConfigEntry<>(
          PREFIX + "budget.cost",
          "Most money that a query may cost, by the endpoints' price keys. Unset means no limit.",
          "",
          "your currency",
          ValueParsers.amount(),
          FIRST_RELEASE);

  public static final ConfigEntry<Long> SESSION_CALLS =
      new ConfigEntry<>(
          PREFIX + "budget.session.calls",
          "Most LLM calls that the queries of a session may make together. Unset means no limit.",
          "",
          "calls",
          ValueParsers.whole(0),
          FIRST_RELEASE);

  public static final ConfigEntry<Long> SESSION_TOKENS =
      new ConfigEntry<>(
          PREFIX + "budget.session.tokens",
          "Most tokens that the queries of a session may use together. Unset means no limit.",
          "",
          "tokens",
          ValueParsers.whole(0),
          FIRST_RELEASE);

  public static final ConfigEntry<Double> SESSION_COST =
      new ConfigEntry<>(
          PREFIX + "budget.session.cost",
          "Most money that the queries of a session may cost together. Unset means no limit.",
          "",
          "your currency",
          ValueParsers.amount(),
          FIRST_RELEASE);

  public static final ConfigEntry<String> STORE =
      new ConfigEntry<>(
          PREFIX + "store",
          "Folder in which paid labels, runs, open batches, embedding views, prepared models and answer views are"
              + " kept for every later query and application, on any file system that Spark reaches;"
              + " needs Delta Lake. Unset keeps labels and runs in the driver's memory for as long as"
              + " the application runs; then there are no views and no prepared models.",
          "",
          "",
          ValueParsers.text(),
          FIRST_RELEASE);

  public static final ConfigEntry<Long> STORE_MEMORY =
      new ConfigEntry<>(
          PREFIX + "store.memory",
          "Most labels in the driver's memory, about 100 bytes each. Above it the questions that"
              + " were not asked for longest are forgotten, which costs nothing where a store has"
              + " them. Read when the application first uses the store.",
          "2000000",
          "labels",
          ValueParsers.whole(1),
          FIRST_RELEASE);

  public static final ConfigEntry<Long> STORE_RUNS_DAYS =
      new ConfigEntry<>(
          PREFIX + "store.runs.days",
          "How long the store keeps the rows of understudy_runs(): older ones are deleted when an"
              + " application first writes to the store, and understudy_spending() no longer counts them."
              + " Unset keeps them for ever.",
          "",
          "days",
          ValueParsers.whole(1),
          FIRST_RELEASE);

  public static final ConfigEntry<Boolean> MODELS_PLAY =
      new ConfigEntry<>(
          PREFIX + "models.play",
          "Whether a prepared model in the store that fits a call answers it by itself; false leaves"
              + " only those that a call names with model =>.",
          "true",
          "",
          ValueParsers.flag(),
          FIRST_RELEASE);

  public static final ConfigEntry<Boolean> STORE_TEXTS =
      new ConfigEntry<>(
          PREFIX + "store.texts",
          "Whether answer views may keep columns whose text is asked about; other columns that they"
              + " list they keep as they are. Elsewhere the store has hashes of texts.",
          "false",
          "",
          ValueParsers.flag(),
          FIRST_RELEASE);

  public static final ConfigEntry<Boolean> MODELS_KEEP =
      new ConfigEntry<>(
          PREFIX + "models.keep",
          "Whether understudies that queries train are kept in the store like those of CREATE AI"
              + " MODEL, and certificates that were judged again on newer data are kept, too.",
          "false",
          "",
          ValueParsers.flag(),
          FIRST_RELEASE);

  public static final ConfigEntry<Integer> MODELS_CHECK_ROWS =
      new ConfigEntry<>(
          PREFIX + "models.checkRows",
          "How many different rows a prepared model is judged by on data that it was not judged on:"
              + " newer rows, another WHERE, another source. Rows with a paid label cost nothing.",
          "400",
          "rows",
          ValueParsers.integer(30, 1_000_000),
          FIRST_RELEASE);

  public static final ConfigEntry<OnUnfit> MODELS_ON_UNFIT =
      new ConfigEntry<>(
          PREFIX + "models.onUnfit",
          "What happens where a prepared model does not keep the promise on the rows asked about:"
              + " retrain trains and judges another one for this query, with the old labels and new"
              + " ones; llm asks the LLM about every row; fail ends the query with the reason.",
          "retrain",
          "",
          ValueParsers.onUnfit(),
          FIRST_RELEASE);

  public static final ConfigEntry<Boolean> PROGRESS =
      new ConfigEntry<>(
          PREFIX + "progress",
          "Whether the driver writes progress and one summary line per AI call to standard error.",
          "true",
          "",
          ValueParsers.flag(),
          FIRST_RELEASE);

  private ConfigKeys() {}

  /** All of them, in the order of the documentation. */
  public static List<ConfigEntry<?>> all() {
    return List.of(
        ENDPOINT,
        EMBEDDER,
        INPUTS,
        STUDENTS,
        EMBED_BATCH,
        LABELS,
        JUDGE_SHARE,
        REPEAT,
        MIN_ROWS,
        TARGET,
        CONFIDENCE,
        ON_REJECT,
        TRAINER,
        SEED,
        BUDGET_CALLS,
        BUDGET_TOKENS,
        BUDGET_COST,
        SESSION_CALLS,
        SESSION_TOKENS,
        SESSION_COST,
        STORE,
        STORE_MEMORY,
        STORE_RUNS_DAYS,
        STORE_TEXTS,
        MODELS_PLAY,
        MODELS_KEEP,
        MODELS_CHECK_ROWS,
        MODELS_ON_UNFIT,
        PROGRESS);
  }
}
