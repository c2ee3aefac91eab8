package io.understudy.catalyst.extract;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;

/** Answers that are computed somewhere below, by the canonical form of their call. */
final class KnownAnswers {
  private record Known(Attribute answer, Optional<Expression> guard) {}

  private final Map<Expression, List<Known>> byCall = new HashMap<>();

  void add(Expression call, Optional<Expression> guard, Attribute answer) {
    byCall
        .computeIfAbsent(call, key -> new ArrayList<>())
        .add(new Known(answer, guard.map(Expression::canonicalized)));
  }

  /** Answers that hold for every row for which the guard is true. */
  List<Attribute> of(Expression call, Optional<Expression> guard) {
    return byCall.getOrDefault(call, List.of()).stream()
        .filter(
            known ->
                known.guard().isEmpty()
                    || known.guard().equals(guard.map(Expression::canonicalized)))
        .map(Known::answer)
        .toList();
  }

  void forget(Set<Attribute> answers) {
    byCall.values().forEach(known -> known.removeIf(one -> answers.contains(one.answer())));
  }
}
