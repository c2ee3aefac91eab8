package io.understudy.spark.statement;

import java.util.List;
import java.util.stream.Stream;

/** Every statement of Understudy's own but {@link Deletion}. */
final class Statements {
  static final List<Statement> ALL =
      Stream.of(
              EmbeddingViewSyntax.statements(), AnswerViewSyntax.statements(), ModelStatements.ALL)
          .flatMap(List::stream)
          .toList();

  private Statements() {}
}
