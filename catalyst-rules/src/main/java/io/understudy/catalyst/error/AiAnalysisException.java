package io.understudy.catalyst.error;

import io.understudy.catalyst.bridge.Seqs;
import io.understudy.error.ErrorCondition;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.QueryContext;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.catalyst.trees.Origin;

/** A wrong call, found while the query is analysed; carries a condition of Understudy's own. */
public final class AiAnalysisException extends AnalysisException {
  private static final long serialVersionUID = 1L;

  private final ErrorCondition condition;
  private final TreeMap<String, String> parameters;

  /**
   * @param condition what is wrong
   * @param parameters one value per parameter of the condition's template
   */
  public AiAnalysisException(ErrorCondition condition, Map<String, String> parameters) {
    super(
        condition.message(parameters),
        Seqs.none(),
        Seqs.none(),
        Seqs.none(),
        Seqs.some(condition.condition()),
        Seqs.map(parameters),
        new QueryContext[0]);
    this.condition = condition;
    this.parameters = new TreeMap<>(parameters);
  }

  /**
   * Throws the exception; to be used as {@code throw AiAnalysisException.raise(...)}. Spark's
   * analysis exceptions are checked in Java's eyes only: Scala callers and Spark's own interfaces
   * do not declare them.
   */
  public static RuntimeException raise(ErrorCondition condition, Map<String, String> parameters) {
    throw AiAnalysisException.<RuntimeException>unchecked(
        new AiAnalysisException(condition, parameters));
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> E unchecked(Throwable exception) throws E {
    throw (E) exception;
  }

  @Override
  public String getCondition() {
    return condition.condition();
  }

  @Override
  public String getSqlState() {
    return condition.sqlState();
  }

  @Override
  public String getDefaultMessageTemplate() {
    return condition.template();
  }

  @Override
  public Map<String, String> getMessageParameters() {
    return parameters;
  }

  /** Spark's version would copy into its own class and lose the SQLSTATE. */
  @Override
  public AnalysisException withPosition(Origin origin) {
    return this;
  }
}
