package io.understudy.spark.prepared;

import io.understudy.judge.Certificate;
import io.understudy.judge.Decision;
import io.understudy.judge.Drift;
import io.understudy.model.RowInput;
import io.understudy.model.Scorer;
import io.understudy.model.TfIdf;
import io.understudy.sample.ContentKey;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An understudy that may play in later queries.
 *
 * @param name of the model, in lower case
 * @param subject what it answers
 * @param learnt the model and what it sees of a row
 * @param decision which rows it answers: {@link Decision.UseProxy} or {@link Decision.Cascade}
 * @param basis the data that this was judged on
 * @param origin how it came to be
 */
public record PreparedModel(
    String name, Subject subject, Learnt learnt, Decision decision, Basis basis, Origin origin) {

  /**
   * What a model answers.
   *
   * @param function SQL name
   * @param instruction the prompt with its slots as names in braces
   * @param labels the closed set
   * @param question identity of the question with the LLM that answers it
   * @param endpoint name of the endpoint that labelled
   * @param llm the endpoint's model
   */
  public record Subject(
      String function,
      String instruction,
      List<String> labels,
      String question,
      String endpoint,
      String llm) {
    public Subject {
      labels = List.copyOf(labels);
    }
  }

  /**
   * A model with its input signature.
   *
   * @param student name of the student
   * @param input what it sees of a row
   * @param slots number of texts of a row
   * @param embedder identity of the embedder; empty if the rows bring their vectors, or none is
   *     looked at
   * @param dimension length of the vectors; 0 if none is looked at
   * @param scorer the model
   * @param words makes TF-IDF; null if the model does not look at words
   */
  public record Learnt(
      String student,
      RowInput input,
      int slots,
      String embedder,
      int dimension,
      Scorer scorer,
      @Nullable TfIdf words) {}

  /**
   * What a model was judged on. Contents are known by their hash.
   *
   * @param data which rows
   * @param seed of the sampling orders
   * @param rows rows with data
   * @param nullRows rows without
   * @param distinct distinct contents
   * @param maxCopies largest number of copies of a content that is not always asked
   * @param alwaysAsked sampling orders of the contents that the LLM always answers
   * @param trained contents that were learnt from
   * @param judged contents that judged
   * @param failed contents that the LLM could not answer
   * @param scored what the model says about the judging rows: a uniform sample
   */
  public record Basis(
      DataState data,
      long seed,
      long rows,
      long nullRows,
      long distinct,
      int maxCopies,
      Set<Long> alwaysAsked,
      Set<ContentKey> trained,
      Set<ContentKey> judged,
      Set<ContentKey> failed,
      Drift.Scored scored) {
    public Basis {
      alwaysAsked = Set.copyOf(alwaysAsked);
      trained = Set.copyOf(trained);
      judged = Set.copyOf(judged);
      failed = Set.copyOf(failed);
    }
  }

  /**
   * How a model came to be.
   *
   * @param createdAt when, in the form of ISO 8601
   * @param labels labels that it rests on
   * @param callsPaid LLM calls that were made for it; labels from the store cost none
   * @param recipe the statement that made it; null if it was kept from a query
   * @param curve agreement with the LLM by number of labels, as measured in cross-validation
   */
  public record Origin(
      String createdAt,
      long labels,
      long callsPaid,
      @Nullable Recipe recipe,
      Map<Integer, Double> curve) {
    public Origin {
      curve = Map.copyOf(curve);
    }
  }

  /**
   * The parts of a {@code CREATE AI MODEL} statement as they were written, but for the table.
   *
   * @param call {@code AI.IF(...)} or {@code AI.CLASSIFY(...)}
   * @param table name with its catalogue and schema, a path, or the name of a temporary view
   * @param where condition; empty if there is none
   * @param options settings for this model, by full key
   */
  public record Recipe(String call, String table, String where, Map<String, String> options) {
    public Recipe {
      options = Map.copyOf(options);
    }

    /** The query whose AI call the model answers. */
    public String query() {
      return "SELECT " + call + " FROM " + table + (where.isEmpty() ? "" : " WHERE " + where);
    }
  }

  /** What was proven on the basis. */
  public Certificate certificate() {
    if (decision instanceof Decision.UseProxy proxy) {
      return proxy.certificate();
    }
    if (decision instanceof Decision.Cascade cascade) {
      return cascade.certificate();
    }
    throw new IllegalStateException("a model that does not play: " + decision.name());
  }
}
