package io.understudy.function;

import io.understudy.call.AiFunction;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An AI function as SQL sees it.
 *
 * @param function which one
 * @param parameters in positional order, required ones first
 * @param returns the type of the answer, for the docs
 * @param usage one sentence
 * @param example a call that runs
 * @param since the release that brought it
 */
public record FunctionSpec(
    AiFunction function,
    List<Parameter> parameters,
    String returns,
    String usage,
    String example,
    String since) {

  private static final Parameter EXAMPLES =
      Parameter.optional(
          "examples",
          "answered examples for the LLM, ARRAY<STRUCT<input, answer>>; about five at most");
  private static final Parameter ENDPOINT =
      Parameter.optional(
          "endpoint",
          "name of a configured endpoint; default: the value of spark.understudy.endpoint");
  private static final Parameter EMBEDDINGS =
      Parameter.optional(
          "embeddings",
          "vector of the row's text: ARRAY<FLOAT>, ARRAY<DOUBLE> or an ML vector; for several"
              + " columns ARRAY<STRUCT<STRING, ARRAY<FLOAT>>>; default: embedded on the fly");
  private static final Parameter MODE =
      Parameter.optional(
          "optimization_mode",
          "'MINIMIZE_COST' (default) or 'MAXIMIZE_QUALITY', which always asks the LLM");
  private static final Parameter MAX_ERROR_RATIO =
      Parameter.optional(
          "max_error_ratio",
          "share of failed rows in [0, 1] above which the query fails; default 1.0. The query"
              + " fails in any case when every row failed");
  private static final Parameter CONFIDENCE =
      Parameter.optional(
          "confidence",
          "probability in (0, 1) with which the promise holds; default:"
              + " spark.understudy.confidence");
  private static final Parameter ACCURACY =
      Parameter.optional(
          "accuracy_target", "promised share in (0, 1) of all rows that agree with the LLM");
  private static final Parameter CONNECTION_ID =
      Parameter.optional("connection_id", "accepted for BigQuery's sake and ignored");

  /** {@code AI.IF}. */
  public static final FunctionSpec IF =
      new FunctionSpec(
          AiFunction.IF,
          List.of(
              Parameter.required(
                  "prompt",
                  "a question that is true or false of a row: text and columns put together with"
                      + " ||, concat, format_string or as a tuple"),
              EXAMPLES,
              ENDPOINT,
              EMBEDDINGS,
              MODE,
              MAX_ERROR_RATIO,
              Parameter.optional(
                  "f1_target", "promised F1 in (0, 1) of the rows that are true; default 0.9"),
              Parameter.optional(
                  "precision_target",
                  "promised share in (0, 1) of the rows answered true that the LLM calls true"),
              Parameter.optional(
                  "recall_target",
                  "promised share in (0, 1) of the rows that the LLM calls true that are answered"
                      + " true"),
              ACCURACY,
              CONFIDENCE,
              CONNECTION_ID),
          "BOOLEAN",
          "Answers a yes/no question about each row, mostly without asking an LLM.",
          "AI.IF('Does the review complain about durability? ' || review,"
              + " embeddings => review_emb)",
          "0.1.0");

  /** {@code AI.CLASSIFY}. */
  public static final FunctionSpec CLASSIFY =
      new FunctionSpec(
          AiFunction.CLASSIFY,
          List.of(
              Parameter.required(
                  "input", "the text to classify, with instructions around it if needed"),
              Parameter.required(
                  "categories",
                  "constant ARRAY<STRING> of names, or ARRAY<STRUCT<STRING, STRING>> of names and"
                      + " descriptions"),
              EXAMPLES,
              ENDPOINT,
              Parameter.optional(
                  "output_mode",
                  "'single' (exactly one category) or 'multi' (zero or more); once given, the"
                      + " answer is an array"),
              EMBEDDINGS,
              MODE,
              MAX_ERROR_RATIO,
              ACCURACY,
              CONFIDENCE,
              CONNECTION_ID),
          "STRING, or ARRAY<STRING> once output_mode is given",
          "Chooses one of the given categories for each row, mostly without asking an LLM.",
          "AI.CLASSIFY(body, array('bug', 'feature', 'question'), embeddings => body_emb)",
          "0.1.0");

  /** {@code AI.EMBED}. */
  public static final FunctionSpec EMBED =
      new FunctionSpec(
          AiFunction.EMBED,
          List.of(
              Parameter.required("content", "the text to embed"),
              Parameter.optional(
                  "endpoint",
                  "name of a configured endpoint or of an in-process model; default: the value of"
                      + " spark.understudy.embedder"),
              Parameter.optional("model", "the same as endpoint, for BigQuery's sake")),
          "ARRAY<FLOAT>",
          "Turns a text into a vector of length 1.",
          "AI.EMBED(review)",
          "0.1.0");

  /** Every function of the SQL surface. */
  public static final List<FunctionSpec> ALL = List.of(IF, CLASSIFY, EMBED);

  public FunctionSpec {
    parameters = List.copyOf(parameters);
  }

  /** The arguments as {@code DESCRIBE FUNCTION EXTENDED} lists them. */
  public String argumentsText() {
    return parameters.stream()
        .map(p -> "      * " + p.name() + " - " + p.doc())
        .collect(Collectors.joining("\n", "\n    Arguments:\n", "\n  "));
  }
}
