package io.understudy.call;

import java.io.Serializable;
import java.util.List;

/**
 * Everything constant about one AI call, as its arguments said it.
 *
 * @param function which function was called
 * @param answers the closed set of answers; for {@link AiFunction#EMBED} an empty category list
 * @param examples answered examples, possibly none
 * @param endpoint name of the endpoint or embedder; empty means the configured default
 * @param mode whether an understudy may answer
 * @param promises the promises the call states; empty means the default of its function
 * @param confidence probability in (0, 1) with which the promises hold; NaN means the configured
 *     one
 * @param maxErrorRatio share of failed rows in [0, 1] above which the query fails
 * @param arrayOutput whether the answer is returned as an array
 * @param model name of the prepared model that has to play; empty means any that fits
 */
public record AiCall(
    AiFunction function,
    AnswerSet answers,
    List<Example> examples,
    String endpoint,
    OptimizationMode mode,
    List<Promise> promises,
    double confidence,
    double maxErrorRatio,
    boolean arrayOutput,
    String model)
    implements Serializable {
  public AiCall {
    examples = List.copyOf(examples);
    promises = List.copyOf(promises);
  }
}
