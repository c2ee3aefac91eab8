package io.understudy.spark.stage.infer;

import java.io.Serializable;
import org.apache.spark.sql.execution.metric.SQLMetric;

/**
 * Where tasks count rows by who answered them.
 *
 * @param proxy answered by the understudy
 * @param llm answered by the LLM in this pass
 * @param label answered by a label that was paid for before
 * @param nulls without data, answered NULL
 * @param failed without a usable answer, answered NULL
 * @param unscored without a usable embedding, sent to the LLM; counted beside the others
 */
public record RowCounters(
    SQLMetric proxy,
    SQLMetric llm,
    SQLMetric label,
    SQLMetric nulls,
    SQLMetric failed,
    SQLMetric unscored)
    implements Serializable {}
