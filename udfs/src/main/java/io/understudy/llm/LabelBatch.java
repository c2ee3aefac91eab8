package io.understudy.llm;

import io.understudy.call.Question;
import io.understudy.call.RowData;
import java.util.List;

/**
 * One request to a {@link LabelModel}.
 *
 * @param question what is asked of every row
 * @param rows the rows, between 1 and {@link LabelModel#maxBatch()}
 */
public record LabelBatch(Question question, List<RowData> rows) {
  public LabelBatch {
    rows = List.copyOf(rows);
  }
}
