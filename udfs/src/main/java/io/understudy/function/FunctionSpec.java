package io.understudy.function;

import io.understudy.call.AiFunction;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * An AI function as SQL sees it.
 *
 * @param function which one
 * @param parameters in positional order, required ones first
 * @param returns the type of the answer, for the docs
 * @param usage one sentence
 * @param examples queries that run
 * @param since the release that brought it
 */
public record FunctionSpec(
    AiFunction function,
    List<Parameter> parameters,
    String returns,
    String usage,
    List<FunctionExample> examples,
    String since) {

  private static final String TEXT = "STRING";
  private static final String SHARE = "DOUBLE";

  private static final Parameter ENDPOINT =
      Parameter.optional(
          "endpoint",
          TEXT,
          "name of a configured endpoint; default: the value of spark.understudy.endpoint");
  private static final Parameter EMBEDDINGS =
      Parameter.optional(
          "embeddings",
          "ARRAY<FLOAT>, ARRAY<DOUBLE>, ML vector, or for several columns"
              + " ARRAY<STRUCT<STRING, ARRAY<FLOAT>>>",
          "vector of the row's text, equal for equal texts; default: embedded on the fly");
  private static final Parameter MODE =
      Parameter.optional(
          "optimization_mode",
          TEXT,
          "'MINIMIZE_COST' (default) or 'MAXIMIZE_QUALITY', which always asks the LLM");
  private static final Parameter MAX_ERROR_RATIO =
      Parameter.optional(
          "max_error_ratio",
          SHARE,
          "share of failed rows in [0, 1] above which the query fails; default 1.0. The query"
              + " fails in any case when every row failed");
  private static final Parameter CONFIDENCE =
      Parameter.optional(
          "confidence",
          SHARE,
          "probability in (0, 1) with which the promise holds; default:"
              + " spark.understudy.confidence");
  private static final Parameter ACCURACY =
      Parameter.optional(
          "accuracy_target", SHARE, "promised share in (0, 1) of all rows that agree with the LLM");
  private static final Parameter CONNECTION_ID =
      Parameter.optional("connection_id", TEXT, "accepted for BigQuery's sake and ignored");

  private static final Parameter MODEL =
      Parameter.optional(
          "model",
          TEXT,
          "name of a prepared model that has to answer, see CREATE AI MODEL; default: any that fits,"
              + " else none");

  /** {@code AI.IF}. */
  public static final FunctionSpec IF =
      new FunctionSpec(
          AiFunction.IF,
          List.of(
              Parameter.required(
                  "prompt",
                  TEXT + " or STRUCT",
                  "a question that is true or false of a row: text and columns put together with"
                      + " ||, concat, format_string or as a tuple"),
              examples("BOOLEAN"),
              ENDPOINT,
              EMBEDDINGS,
              MODE,
              MAX_ERROR_RATIO,
              Parameter.optional(
                  "f1_target",
                  SHARE,
                  "promised F1 in (0, 1) of the rows that are true; default 0.9"),
              Parameter.optional(
                  "precision_target",
                  SHARE,
                  "promised share in (0, 1) of the rows answered true that the LLM calls true"),
              Parameter.optional(
                  "recall_target",
                  SHARE,
                  "promised share in (0, 1) of the rows that the LLM calls true that are answered"
                      + " true"),
              ACCURACY,
              CONFIDENCE,
              CONNECTION_ID,
              MODEL),
          "BOOLEAN",
          "Answers a yes/no question about each row, mostly without asking an LLM.",
          List.of(
              new FunctionExample(
                  """
                  SELECT review, AI.IF('Is this review positive? ' || review) AS positive
                  FROM VALUES ('A good film, see it twice'), ('Two lost hours'), (NULL) AS t(review)\
                  """,
                  List.of(
                      "A good film, see it twice\ttrue", "Two lost hours\tfalse", "NULL\tNULL")),
              new FunctionExample(
                  """
                  SELECT id
                  FROM VALUES (1, 'A good buy', array(1F, 0F)), (2, 'It broke', array(0F, 1F))
                    AS t(id, review, review_emb)
                  WHERE AI.IF(('Would the buyer buy it again? ', review), embeddings => review_emb,
                    examples => array(struct('I want another one', true)),
                    accuracy_target => 0.95, confidence => 0.99)\
                  """,
                  List.of("1"))),
          "0.1.0");

  /** {@code AI.CLASSIFY}. */
  public static final FunctionSpec CLASSIFY =
      new FunctionSpec(
          AiFunction.CLASSIFY,
          List.of(
              Parameter.required(
                  "input",
                  TEXT + " or STRUCT",
                  "the text to classify, with instructions around it if needed"),
              Parameter.required(
                  "categories",
                  "ARRAY<STRING> or ARRAY<STRUCT<STRING, STRING>>",
                  "constant: at least two names, or names and descriptions"),
              examples("STRING, or ARRAY<STRING> if output_mode is 'multi'"),
              ENDPOINT,
              Parameter.optional(
                  "output_mode",
                  TEXT,
                  "'single' (exactly one category) or 'multi' (zero or more); once given, the"
                      + " answer is an array"),
              EMBEDDINGS,
              MODE,
              MAX_ERROR_RATIO,
              ACCURACY,
              CONFIDENCE,
              CONNECTION_ID,
              MODEL),
          "STRING, or ARRAY<STRING> once output_mode is given",
          "Chooses one of the given categories for each row, mostly without asking an LLM.",
          List.of(
              new FunctionExample(
                  """
                  SELECT id, AI.CLASSIFY(body, array('bug', 'feature', 'question')) AS kind
                  FROM VALUES (1, 'A bug: saving crashes'), (2, 'My question is how to save') AS t(id, body)\
                  """,
                  List.of("1\tbug", "2\tquestion")),
              new FunctionExample(
                  """
                  SELECT AI.CLASSIFY('What is this mail about? ' || body,
                    array(('price', 'what it costs'), ('delivery', 'when it comes')),
                    output_mode => 'multi') AS subjects
                  FROM VALUES ('The price is wrong and the delivery late') AS t(body)\
                  """,
                  List.of("[price, delivery]"))),
          "0.1.0");

  /** {@code AI.EMBED}. */
  public static final FunctionSpec EMBED =
      new FunctionSpec(
          AiFunction.EMBED,
          List.of(
              Parameter.required("content", TEXT + " or STRUCT", "the text to embed"),
              Parameter.optional(
                  "endpoint",
                  TEXT,
                  "name of a configured endpoint or of an in-process model; default: the value of"
                      + " spark.understudy.embedder"),
              Parameter.optional("model", TEXT, "the same as endpoint, for BigQuery's sake")),
          "ARRAY<FLOAT>",
          "Turns a text into a vector of length 1.",
          List.of(
              new FunctionExample(
                  """
                  SELECT review, round(sqrt(aggregate(emb, 0D, (sum, x) -> sum + x * x)), 3) AS length
                  FROM (SELECT review, AI.EMBED(review) AS emb FROM VALUES ('A good film') AS t(review))\
                  """,
                  List.of("A good film\t1.0"))),
          "0.1.0");

  /** Every function of the SQL surface. */
  public static final List<FunctionSpec> ALL = List.of(IF, CLASSIFY, EMBED);

  public FunctionSpec {
    parameters = List.copyOf(parameters);
    examples = List.copyOf(examples);
  }

  /** The parameters as a call has them: {@code (content [, endpoint] [, model])}. */
  public String signature() {
    return parameters.stream()
        .map(p -> p.required() ? ", " + p.name() : " [, " + p.name() + "]")
        .collect(Collectors.joining("", "(", ")"))
        .replaceFirst("\\(, ", "(");
  }

  /** The arguments as {@code DESCRIBE FUNCTION EXTENDED} lists them. */
  public String argumentsText() {
    return parameters.stream()
        .map(p -> String.format(Locale.ROOT, "      * %s (%s) - %s", p.name(), p.type(), p.doc()))
        .collect(Collectors.joining("\n", "\n    Arguments:\n", "\n  "));
  }

  /** The examples as {@code DESCRIBE FUNCTION EXTENDED} lists them. */
  public String examplesText() {
    return FunctionExample.texts(examples);
  }

  private static Parameter examples(String answer) {
    return Parameter.optional(
        "examples",
        "ARRAY<STRUCT<STRING, answer>>",
        "constant: texts with their answers (" + answer + ") for the LLM; about five at most");
  }
}
