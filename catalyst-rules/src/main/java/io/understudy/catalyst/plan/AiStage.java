package io.understudy.catalyst.plan;

import io.understudy.catalyst.bridge.JavaUnaryNode;
import io.understudy.catalyst.bridge.Seqs;
import io.understudy.catalyst.bridge.UnknownSize;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeSet;
import org.apache.spark.sql.catalyst.expressions.AttributeSet$;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Statistics;
import scala.collection.immutable.Seq;

/** Answers one AI call for every row of its child and adds the answer as a column. */
public final class AiStage extends JavaUnaryNode {
  private final StageCall call;
  private final Seq<Expression> slots;
  private final Seq<Expression> embeddings;
  private final Attribute answer;

  /**
   * @param call what is asked
   * @param slots the row's data, one text expression per slot of the prompt
   * @param embeddings the embeddings argument, or nothing
   * @param answer the column that the stage adds
   * @param child the rows to answer
   */
  public AiStage(
      StageCall call,
      Seq<Expression> slots,
      Seq<Expression> embeddings,
      Attribute answer,
      LogicalPlan child) {
    super(child);
    this.call = call;
    this.slots = slots;
    this.embeddings = embeddings;
    this.answer = answer;
  }

  public StageCall call() {
    return call;
  }

  public Seq<Expression> slots() {
    return slots;
  }

  public Seq<Expression> embeddings() {
    return embeddings;
  }

  public Attribute answer() {
    return answer;
  }

  @Override
  public List<Object> elements() {
    return List.of(call, slots, embeddings, answer, child());
  }

  @Override
  public LogicalPlan withNewChildInternal(LogicalPlan newChild) {
    return new AiStage(call, slots, embeddings, answer, newChild);
  }

  @Override
  public Seq<Attribute> output() {
    List<Attribute> output = new ArrayList<>(Seqs.list(child().output()));
    output.add(answer);
    return Seqs.of(output);
  }

  /**
   * An unknown size, which Spark never chooses to broadcast by itself: a broadcast has a time
   * limit, and asking an LLM may take longer.
   */
  @Override
  public Statistics stats() {
    return UnknownSize.of(child().stats(), conf().defaultSizeInBytes());
  }

  @Override
  public AttributeSet producedAttributes() {
    return AttributeSet$.MODULE$.apply(answer);
  }
}
