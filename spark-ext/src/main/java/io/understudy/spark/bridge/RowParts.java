package io.understudy.spark.bridge;

import io.understudy.catalyst.bridge.Seqs;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;

/** What a {@link RowDigest} says of a Dataset's rows, which are never made if they have code. */
public final class RowParts {
  private RowParts() {}

  /**
   * The bytes of all parts, partition by partition.
   *
   * @param rows of some columns that are strings, or longs without NULL: the slots; and of a last
   *     one, the vector
   */
  public static JavaRDD<byte[]> of(Dataset<Row> rows, RowDigester digester) {
    var plan = rows.queryExecution().executedPlan();
    List<Attribute> columns = Seqs.list(plan.output());
    List<Expression> all = columns.stream().map(Expression.class::cast).toList();
    int vector = all.size() - 1;
    return DigestExec.over(
            plan,
            Seqs.of(all.subList(0, vector)),
            Seqs.of(all.subList(vector, all.size())),
            digester)
        .toJavaRDD()
        .map(part -> part.getBinary(1));
  }
}
