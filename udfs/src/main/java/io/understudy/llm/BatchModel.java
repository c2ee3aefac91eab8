package io.understudy.llm;

import io.understudy.account.Usage;
import io.understudy.call.Question;
import io.understudy.call.RowData;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A model that is given many questions at once and answers them within a day, in the form of
 * OpenAI's Batch API. Each method sends one request and never repeats it, like {@link
 * LabelModel#label}; only {@link #find} may send several. Implementations are thread-safe.
 */
public interface BatchModel {
  /** Most lines of an input. */
  int MOST_LINES = 50_000;

  /** Most bytes of an input, line ends included. */
  long MOST_BYTES = 200_000_000;

  /** Where a batch stands. */
  enum Status {
    /** Being looked at or worked on, or about to end. */
    OPEN,
    /** Every line was worked on. */
    COMPLETED,
    /** The input was refused as a whole; nothing was worked on. */
    FAILED,
    /** The endpoint's own time is over; some lines may be done. */
    EXPIRED,
    /** Somebody cancelled it; some lines may be done. */
    CANCELLED
  }

  /**
   * A batch as the endpoint describes it.
   *
   * @param id the endpoint's name for it
   * @param status where it stands
   * @param done lines that were worked on so far
   * @param files names of the files that hold what came out, once it has ended
   * @param problems the endpoint's codes for what is wrong with the input
   */
  record Job(String id, Status status, long done, List<String> files, List<String> problems) {
    public Job {
      files = List.copyOf(files);
      problems = List.copyOf(problems);
    }
  }

  /**
   * What became of one line.
   *
   * @param id the line's own name
   */
  record Line(String id, LabelReply.Item item, Usage usage) {}

  /**
   * A question about a row, as one line of an input: what {@link LabelModel#label} would send.
   *
   * @param id the line's own name, unique within a batch
   * @return UTF-8 with a line end
   */
  byte[] line(String id, Question question, RowData row);

  /**
   * Uploads an input.
   *
   * @return the endpoint's name for the file
   */
  String upload(List<byte[]> lines) throws LabelException, InterruptedException;

  /**
   * Starts a batch; from then on it will be charged.
   *
   * @param file what {@link #upload} gave
   * @param token kept by the endpoint with the batch, for {@link #find}
   */
  Job create(String file, String token) throws LabelException, InterruptedException;

  /** Looks at a batch; empty when the endpoint does not know it. */
  Optional<Job> get(String id) throws LabelException, InterruptedException;

  /**
   * Looks for a batch of which only the token is known.
   *
   * @param since not made earlier than this
   */
  Optional<Job> find(String token, Instant since) throws LabelException, InterruptedException;

  /** Asks for the end of a batch; it takes the endpoint a while. One that has ended stays so. */
  void cancel(String id) throws LabelException, InterruptedException;

  /** One of the files of a batch that has ended. */
  String content(String file, int lines) throws LabelException, InterruptedException;

  /**
   * Reads a file, leaving out lines that cannot be read.
   *
   * @param promptTokens of one line, where the endpoint does not say
   */
  List<Line> read(String content, Question question, long promptTokens);
}
