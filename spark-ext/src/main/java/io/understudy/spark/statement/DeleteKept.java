package io.understudy.spark.statement;

import io.understudy.catalyst.bridge.Seqs;
import io.understudy.catalyst.bridge.Transforms;
import io.understudy.catalyst.error.AiAnalysisException;
import io.understudy.error.ErrorCondition;
import io.understudy.spark.bridge.JavaCommand;
import io.understudy.spark.config.UnderstudyConf;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression$;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;

/**
 * {@code DELETE FROM understudy_labels() WHERE ...}: forgets paid labels, or the rows of another
 * such function, in the store and in memory. Returns one row with how many.
 */
public final class DeleteKept extends JavaCommand {
  private static final long serialVersionUID = 1L;

  private static final String SUBQUERY = "";

  private final Kept kept;
  private final String condition;
  private final Attribute deleted;

  /**
   * @param condition over the columns of the table function
   */
  static DeleteKept where(Kept kept, Expression condition) {
    boolean subquery = !Transforms.collect(condition, SubqueryExpression.class).isEmpty();
    return new DeleteKept(
        kept,
        subquery ? SUBQUERY : condition.sql(),
        new AttributeReference(
            "num_affected_rows",
            DataTypes.LongType,
            false,
            Metadata.empty(),
            NamedExpression$.MODULE$.newExprId(),
            Seqs.seq()));
  }

  /** For copies, which Spark makes by the arguments of {@link #where}'s result. */
  public DeleteKept(Kept kept, String condition, Attribute deleted) {
    super(List.of(deleted));
    this.kept = kept;
    this.condition = condition;
    this.deleted = deleted;
  }

  @Override
  public List<Object> elements() {
    return List.of(kept, condition, deleted);
  }

  @Override
  protected List<Row> execute(SparkSession session) {
    if (condition.equals(SUBQUERY)) {
      throw AiAnalysisException.raise(
          ErrorCondition.UNDERSTUDY_STATEMENT,
          Map.of(
              "statement",
              "DELETE FROM " + kept.function() + "()",
              "problem",
              "its WHERE has a subquery, and may only look at the row itself"));
    }
    long rows = kept.delete(session, UnderstudyConf.ofActiveSession(), condition);
    return List.of(RowFactory.create(rows));
  }
}
