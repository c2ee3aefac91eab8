package io.understudy.catalyst.plan;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * An answer that is kept, with its origin. It is NULL as a whole for a row without data, and its
 * answer is NULL for a row that failed.
 */
public final class KeptAnswer {
  /** Place of the answer. */
  public static final int ANSWER = 0;

  /** Place of who gave it: {@link #PROXY}, {@link #LLM}, {@link #LABEL} or {@link #FAILED}. */
  public static final int BY = 1;

  /** Place of the name of the model that gave it: an understudy or an LLM. */
  public static final int MODEL = 2;

  /** Place of an understudy's probability of its answer, in [0, 1]; NULL for others. */
  public static final int SCORE = 3;

  /** The understudy. */
  public static final String PROXY = "proxy";

  /** The LLM, when the row was answered. */
  public static final String LLM = "llm";

  /** The LLM, when a sample was labelled or in an earlier query. */
  public static final String LABEL = "label";

  /** Nobody: the LLM was asked and gave no answer that can be used. */
  public static final String FAILED = "failed";

  private KeptAnswer() {}

  /**
   * The type of a call's kept answers.
   *
   * @param answer type of the answers alone
   */
  public static StructType of(DataType answer) {
    return new StructType()
        .add("answer", answer)
        .add("by", DataTypes.StringType, false)
        .add("model", DataTypes.StringType, false)
        .add("score", DataTypes.DoubleType);
  }
}
