package io.understudy.spark.answer;

import io.understudy.spark.prepared.DataState;
import io.understudy.spark.view.StoredView;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.types.StructType;

/**
 * What is known of an answer view without looking at its rows.
 *
 * @param name in lower case
 * @param revision number of this description, from 1
 * @param id of the view; another one if it was dropped and created again
 * @param query the SELECT that it is made of
 * @param place where names of the query are looked up that are not written in full: catalogue and
 *     schema
 * @param columns of the view, those that tell an answer's origin included
 * @param questions identity of what each call asks, and of whom
 * @param data the state of the source at the last refresh; unknown where it cannot be told
 * @param written the state of the view's own table after the last refresh
 * @param counts of the last refresh
 * @param refreshedAt when the last refresh ended
 */
public record AnswerView(
    String name,
    int revision,
    String id,
    String query,
    List<String> place,
    StructType columns,
    List<String> questions,
    DataState data,
    String written,
    Counts counts,
    Instant refreshedAt)
    implements StoredView<AnswerView> {

  public AnswerView {
    place = List.copyOf(place);
    questions = List.copyOf(questions);
  }

  /**
   * Numbers of rows.
   *
   * @param rows of the view
   * @param failed those among them that the LLM could not answer; the next refresh asks again
   */
  public record Counts(long rows, long failed) {}

  /** The description after a refresh. */
  AnswerView refreshed(DataState newData, String nowWritten, Counts newCounts, Instant now) {
    return new AnswerView(
        name, revision, id, query, place, columns, questions, newData, nowWritten, newCounts, now);
  }

  @Override
  public AnswerView numbered(int number) {
    return new AnswerView(
        name, number, id, query, place, columns, questions, data, written, counts, refreshedAt);
  }
}
