package io.understudy.spark.answer;

import io.understudy.call.AiFunction;
import io.understudy.catalyst.bridge.Seqs;
import io.understudy.catalyst.bridge.Transforms;
import io.understudy.catalyst.resolve.AiExpression;
import io.understudy.spark.bridge.PlanParts;
import io.understudy.spark.error.UnderstudyException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.expressions.VariableReference;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Sample;
import org.apache.spark.sql.catalyst.plans.logical.Sort;
import org.apache.spark.sql.types.MapType;

/**
 * What a query must be for a view. Equal inputs of a row have to mean equal answers, in whatever
 * session and at whatever time, since a refresh compares nothing else.
 */
final class ViewRules {
  static final String FORM =
      "it has to be a select list over a FROM: put GROUP BY, DISTINCT, ORDER BY, LIMIT and UNION into"
          + " a subquery of its FROM, and what a WITH names";

  /** What Delta does not take in the name of a column, and what would end a quoted name. */
  private static final Pattern NO_NAME = Pattern.compile("[ ,;{}()\n\t=`]");

  private static final Set<String> OF_THE_MOMENT =
      Set.of("now", "localtimestamp", "user", "session_user");

  private final AnswerViewErrors errors;
  private final boolean textsMayBeKept;

  ViewRules(AnswerViewErrors errors, boolean textsMayBeKept) {
    this.errors = errors;
    this.textsMayBeKept = textsMayBeKept;
  }

  /**
   * Checks everything.
   *
   * @throws UnderstudyException when a view can't be made of the query
   */
  void check(ViewQuery query) {
    checkSource(query.source());
    if (query.items().stream().allMatch(item -> item.calls().isEmpty())) {
      throw errors.query("it has no call of AI.IF or AI.CLASSIFY");
    }
    checkInputs(query.inputs());
    List<Attribute> asked =
        query.items().stream()
            .flatMap(item -> item.calls().stream())
            .flatMap(call -> call.slots().stream())
            .flatMap(slot -> Seqs.<Attribute>list(slot.references().toSeq()).stream())
            .toList();
    for (ViewItem item : query.items()) {
      checkItem(item);
      checkTexts(item, asked);
    }
    checkNames(query.columns());
  }

  private void checkSource(LogicalPlan source) {
    if (source.isStreaming()) {
      throw errors.query("its source is a stream");
    }
    if (PlanParts.anyExpression(source, AiExpression.class::isInstance)) {
      throw errors.query(
          "a call stands outside of the select list, where a row that it drops would be asked about"
              + " again and again: keep its answer as an item, and filter when reading");
    }
    boolean otherRows =
        PlanParts.anyExpression(source, part -> !part.deterministic())
            || PlanParts.any(source, Sample.class::isInstance)
            || PlanParts.any(
                source,
                node ->
                    node instanceof GlobalLimit limit
                        && !Transforms.exists((LogicalPlan) limit, Sort.class::isInstance));
    if (otherRows) {
      throw errors.query(
          "its FROM has other rows each time that it runs (rand(), TABLESAMPLE, LIMIT without ORDER"
              + " BY)");
    }
  }

  private void checkInputs(List<Attribute> inputs) {
    for (Attribute input : inputs) {
      if (input.dataType().existsRecursively(type -> type instanceof MapType)) {
        throw errors.query(
            "its column "
                + input.name()
                + " is a map, and maps can't be compared: use map_entries in a subquery of its FROM");
      }
      if (Set.of(ViewQuery.WANTED, RowHash.HIGH, RowHash.LOW).contains(input.name())) {
        throw errors.query("its source has a column " + input.name() + ", which is a view's own");
      }
    }
  }

  private void checkItem(ViewItem item) {
    Expression written = (Expression) item.written();
    if (!written.deterministic()
        || has(written, part -> part instanceof VariableReference)
        || has(written, ViewRules::isOfTheMoment)) {
      throw errors.query(
          "its item "
              + item.name()
              + " has another value each time that it runs (rand(), current_date(), a variable): put"
              + " that into the query that reads the view");
    }
    if (has(written, part -> part instanceof SubqueryExpression)) {
      throw errors.query(
          "its item "
              + item.name()
              + " has a subquery, whose changes a view would not see: join it");
    }
    if (has(
        written,
        part -> part instanceof AiExpression ai && ai.call().function() == AiFunction.EMBED)) {
      throw errors.query(
          "its item "
              + item.name()
              + " has AI.EMBED, which each refresh would run for every row: use an embedding view");
    }
    if (item.calls().size() > 1) {
      throw errors.query(
          "its item " + item.name() + " has several calls: give each an item of its own");
    }
    for (AiExpression call : item.calls()) {
      if (call.slots().isEmpty()) {
        throw errors.query("the call of its item " + item.name() + " asks about no column");
      }
      if (call.call().function() == AiFunction.IF && !call.prompt().separable()) {
        throw errors.query(
            "the call of its item "
                + item.name()
                + " has no question but what is in a column: write the question in the call");
      }
    }
  }

  private static boolean isOfTheMoment(Expression part) {
    return part.prettyName().startsWith("current_") || OF_THE_MOMENT.contains(part.prettyName());
  }

  private static boolean has(Expression item, Predicate<Expression> part) {
    return Transforms.exists(item, part);
  }

  private void checkTexts(ViewItem item, List<Attribute> asked) {
    Optional<Attribute> text = textsMayBeKept ? Optional.empty() : item.text(asked);
    if (text.isPresent()) {
      throw errors.texts(item.name(), text.get().name());
    }
  }

  private void checkNames(List<NamedExpression> columns) {
    Set<String> names = new HashSet<>();
    for (NamedExpression column : columns) {
      if (NO_NAME.matcher(column.name()).find()) {
        throw errors.query(
            "its item "
                + column.name()
                + " needs a name without blanks, brackets and back-ticks: AS name");
      }
      if (!names.add(column.name().toLowerCase(Locale.ROOT))) {
        throw errors.query("two of its columns are called " + column.name());
      }
    }
  }
}
