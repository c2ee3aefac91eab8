package io.understudy.catalyst.extract;

import io.understudy.catalyst.bridge.Seqs;
import io.understudy.catalyst.bridge.Transforms;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.Union;

/**
 * Puts the stages of union branches that ask the same into one stage above them: one sample, one
 * understudy and one promise for all their rows.
 */
final class OneStageForUnion {
  private OneStageForUnion() {}

  static LogicalPlan apply(LogicalPlan plan) {
    return plan.isStreaming()
        ? plan
        : Transforms.up(plan, node -> node instanceof Union union ? merged(union) : node);
  }

  private static LogicalPlan merged(Union union) {
    List<LogicalPlan> branches = Seqs.list(union.children());
    Map<Object, List<Integer>> sameCall = new LinkedHashMap<>();
    List<Optional<UnionBranch>> asking = branches.stream().map(UnionBranch::of).toList();
    for (int i = 0; i < branches.size(); i++) {
      int branch = i;
      asking
          .get(i)
          .ifPresent(
              asks ->
                  sameCall
                      .computeIfAbsent(StageUnion.question(asks), key -> new ArrayList<>())
                      .add(branch));
    }
    Optional<List<Integer>> several =
        sameCall.values().stream().filter(group -> group.size() > 1).findFirst();
    return several.map(group -> merged(union, branches, asking, group)).orElse(union);
  }

  private static LogicalPlan merged(
      Union union,
      List<LogicalPlan> branches,
      List<Optional<UnionBranch>> asking,
      List<Integer> group) {
    StageUnion stages =
        new StageUnion(group.stream().map(i -> asking.get(i).orElseThrow()).toList());
    if (group.size() == branches.size()) {
      return stages.plan(Seqs.list(union.output()), OneStageForUnion::unionOf);
    }
    List<Attribute> inside =
        Seqs.<Attribute>list(union.output()).stream().map(Attribute::newInstance).toList();
    List<LogicalPlan> left = new ArrayList<>();
    left.add(stages.plan(inside, OneStageForUnion::unionOf));
    for (int i = 0; i < branches.size(); i++) {
      if (!group.contains(i)) {
        left.add(branches.get(i));
      }
    }
    return named(unionOf(left), union);
  }

  /** A union of branches, which may ask the same further down. */
  private static LogicalPlan unionOf(List<LogicalPlan> branches) {
    return merged(new Union(Seqs.of(branches), false, false));
  }

  /** The plan's columns under the identities that the union's columns had. */
  private static LogicalPlan named(LogicalPlan plan, Union union) {
    List<NamedExpression> columns = new ArrayList<>();
    List<Attribute> before = Seqs.list(union.output());
    List<Attribute> after = Seqs.list(plan.output());
    for (int i = 0; i < before.size(); i++) {
      columns.add(StageUnion.as(after.get(i), before.get(i)));
    }
    return new Project(Seqs.of(columns), plan);
  }
}
