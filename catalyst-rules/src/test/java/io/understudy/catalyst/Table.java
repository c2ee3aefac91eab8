package io.understudy.catalyst;

import io.understudy.catalyst.bridge.Seqs;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.catalyst.analysis.MultiInstanceRelation;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.AttributeSet;
import org.apache.spark.sql.catalyst.expressions.NamedExpression$;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Metadata;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;

/** A table that no rule can look into, unlike a local relation, which is computed while planned. */
public final class Table extends LogicalPlan implements MultiInstanceRelation {
  private final String name;
  private final Seq<Attribute> output;

  public Table(String name, Seq<Attribute> output) {
    this.name = name;
    this.output = output;
  }

  /** Columns as {@code name TYPE}. */
  static Table of(String name, String... columns) {
    List<Attribute> attributes = new ArrayList<>();
    for (String column : columns) {
      String[] parts = column.split(" ", 2);
      attributes.add(attribute(parts[0], DataType.fromDDL(parts[1])));
    }
    return new Table(name, Seqs.of(attributes));
  }

  private static Attribute attribute(String name, DataType type) {
    return new AttributeReference(
        name, type, true, Metadata.empty(), NamedExpression$.MODULE$.newExprId(), Seqs.seq());
  }

  @Override
  public LogicalPlan newInstance() {
    return new Table(
        name,
        Seqs.of(Seqs.list(output).stream().map(a -> attribute(a.name(), a.dataType())).toList()));
  }

  @Override
  public Seq<Attribute> output() {
    return output;
  }

  @Override
  public AttributeSet producedAttributes() {
    return outputSet();
  }

  @Override
  public Seq<LogicalPlan> children() {
    return Seqs.seq();
  }

  @Override
  public LogicalPlan withNewChildrenInternal(IndexedSeq<LogicalPlan> newChildren) {
    return this;
  }

  @Override
  public String nodeName() {
    return "Table " + name.toLowerCase(Locale.ROOT);
  }

  @Override
  public int productArity() {
    return 2;
  }

  @Override
  public Object productElement(int index) {
    return index == 0 ? name : output;
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof Table;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Table table && table.name.equals(name) && table.output.equals(output);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + output.hashCode();
  }
}
