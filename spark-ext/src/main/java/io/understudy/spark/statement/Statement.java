package io.understudy.spark.statement;

import java.util.List;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/**
 * One statement of Understudy's own. A text that Spark refuses and that begins with its words is
 * this statement, rightly written or not.
 *
 * @param words key words in upper case by which it begins, such as {@code CREATE EMBEDDING VIEW}
 * @param form the whole statement as documentation shows it, for messages
 * @param grammar understands what follows the words
 */
record Statement(List<String> words, String form, Grammar grammar) {
  Statement(String words, String form, Grammar grammar) {
    this(List.of(words.split(" ")), form, grammar);
  }

  /** The words as one text. */
  String name() {
    return String.join(" ", words);
  }

  /** Understands what follows a statement's first words. */
  @FunctionalInterface
  interface Grammar {
    /**
     * Reads all of the text; runs nothing.
     *
     * @return a command that runs when it is executed, see {@link
     *     io.understudy.spark.bridge.JavaCommand}
     */
    LogicalPlan read(StatementText text);
  }
}
