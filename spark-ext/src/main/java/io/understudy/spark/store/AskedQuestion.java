package io.understudy.spark.store;

import java.util.List;

/**
 * A question as a store describes it to people; only the identity counts when labels are looked up.
 *
 * @param id identity of model, instruction, closed set, examples and parameters: 64 hexadecimal
 *     digits
 * @param function SQL name of the function
 * @param instruction the prompt, with {column} where a row's text goes
 * @param categories texts of the closed set in the order of its class numbers
 * @param examples how many answered examples the question has
 * @param endpoint name of the endpoint that was asked
 * @param model the model's name as the endpoint knows it
 */
public record AskedQuestion(
    String id,
    String function,
    String instruction,
    List<String> categories,
    int examples,
    String endpoint,
    String model) {
  public AskedQuestion {
    categories = List.copyOf(categories);
  }
}
