package io.understudy.llm.batch;

import io.understudy.call.Question;
import io.understudy.call.RowData;
import io.understudy.llm.BatchModel;
import io.understudy.llm.BatchModel.Job;
import io.understudy.llm.BatchModel.Line;
import io.understudy.llm.BatchModel.Status;
import io.understudy.llm.EndpointConfig;
import io.understudy.llm.LabelClient;
import io.understudy.llm.LabelException;
import io.understudy.llm.RequestQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Asks one endpoint by batches. Every request goes through the endpoint's {@link RequestQueue},
 * which alone repeats one. Thread-safe; the methods that send wait for the reply.
 */
public final class BatchClient {
  /** A cancelled batch is waited for so long: endpoints take some minutes to stop one. */
  private static final Duration TO_STOP = Duration.ofMinutes(15);

  private final LabelClient client;
  private final BatchModel model;
  private final EndpointConfig endpoint;
  private final BatchPart.Limits limits;

  private BatchClient(
      LabelClient client, BatchModel model, EndpointConfig endpoint, BatchPart.Limits limits) {
    this.client = client;
    this.model = model;
    this.endpoint = endpoint;
    this.limits = limits;
  }

  /**
   * The batches of an endpoint.
   *
   * @param client the endpoint's client, whose limits hold for batches, too
   * @throws LabelException of kind {@link LabelException.Kind#CONFIGURATION} when its API has none
   */
  public static BatchClient of(LabelClient client, EndpointConfig endpoint) throws LabelException {
    return of(client, endpoint, BatchPart.Limits.OF_THE_API);
  }

  static BatchClient of(LabelClient client, EndpointConfig endpoint, BatchPart.Limits limits)
      throws LabelException {
    BatchModel model =
        client
            .batches()
            .orElseThrow(
                () ->
                    new LabelException(
                        LabelException.Kind.CONFIGURATION,
                        "Endpoint '%s' can't be asked by batches. Unset spark.understudy.endpoints.%s.batch."
                            .formatted(endpoint.name(), endpoint.name())));
    return new BatchClient(client, model, endpoint, limits);
  }

  /**
   * Words a question about rows, in as few inputs as the API's limits allow.
   *
   * @param rows by the names that their lines get
   */
  public List<BatchPart> parts(Question question, Map<String, RowData> rows) {
    LinkedHashMap<String, byte[]> lines = new LinkedHashMap<>();
    rows.forEach((id, row) -> lines.put(id, model.line(id, question, row)));
    return BatchPart.split(lines, limits);
  }

  /**
   * Uploads an input and starts its batch. Where the reply to the start is lost, the batch is
   * looked for before another is started.
   *
   * @param token unique to this batch
   */
  public Job start(BatchPart part, String token) throws LabelException, InterruptedException {
    String file = await(client.submit(() -> model.upload(part.lines())));
    return await(client.submit(new Start(file, token)));
  }

  private final class Start implements RequestQueue.Request<Job> {
    private final String file;
    private final String token;
    private final Instant since = Instant.now();
    private boolean sent;

    Start(String file, String token) {
      this.file = file;
      this.token = token;
    }

    @Override
    public Job send() throws LabelException, InterruptedException {
      if (sent) {
        Optional<Job> started = model.find(token, since);
        if (started.isPresent()) {
          return started.get();
        }
      }
      sent = true;
      return model.create(file, token);
    }
  }

  /** A batch that may have been started, by its token. */
  public Optional<Job> find(String token, Instant since)
      throws LabelException, InterruptedException {
    return await(client.submit(() -> model.find(token, since)));
  }

  /** Asks for the end of a batch. */
  public void cancel(String id) throws LabelException, InterruptedException {
    Object unused =
        await(
            client.submit(
                () -> {
                  model.cancel(id);
                  return id;
                }));
  }

  /**
   * Waits for a batch, and reads what came out of it. A batch that is waited for too long is
   * cancelled; what it has answered by then counts.
   *
   * @param ids names of its lines
   * @param promptTokens of one line, where the endpoint does not say
   * @param since when it was submitted
   * @param watch told lines that are done, at each look
   * @throws LabelException when the endpoint can't be used
   */
  public BatchResult result(
      String id,
      Question question,
      List<String> ids,
      long promptTokens,
      Instant since,
      Consumer<Long> watch)
      throws LabelException, InterruptedException {
    Instant deadline = since.plus(endpoint.batches().longest());
    boolean cancelled = false;
    while (true) {
      Optional<Job> job = await(client.submit(() -> model.get(id)));
      if (job.isEmpty()) {
        return BatchResult.forgotten(ids);
      }
      watch.accept(job.get().done());
      if (job.get().status() != Status.OPEN) {
        return read(job.get(), question, ids, promptTokens, cancelled);
      }
      Instant now = Instant.now();
      if (!cancelled && now.isAfter(deadline)) {
        cancelled = true;
        deadline = now.plus(TO_STOP);
        cancel(id);
      } else if (now.isAfter(deadline)) {
        return BatchResult.forgotten(ids);
      } else {
        TimeUnit.NANOSECONDS.sleep(endpoint.batches().poll().toNanos());
      }
    }
  }

  private BatchResult read(
      Job job, Question question, List<String> ids, long promptTokens, boolean cancelled)
      throws LabelException, InterruptedException {
    if (job.status() == Status.FAILED) {
      return new BatchResult(Map.of(), refused(job, ids.size()));
    }
    List<Line> lines = new ArrayList<>();
    for (String file : job.files()) {
      String content = await(client.submit(() -> model.content(file, ids.size())));
      lines.addAll(model.read(content, question, promptTokens));
    }
    boolean stopped = job.status() == Status.CANCELLED && !cancelled;
    return BatchResult.of(ids, lines, stopped ? stopped(job) : null, promptTokens);
  }

  private LabelException refused(Job job, int rows) {
    return new LabelException(
        LabelException.Kind.REJECTED,
        "Endpoint '%s' refused a batch of %,d rows (%s). Check spark.understudy.endpoints.%s.model ('%s') and the limits of the account, or unset .batch."
            .formatted(
                endpoint.name(),
                rows,
                job.problems().isEmpty() ? "no reason given" : String.join(", ", job.problems()),
                endpoint.name(),
                endpoint.model()));
  }

  private LabelException stopped(Job job) {
    return new LabelException(
        LabelException.Kind.REJECTED,
        "Somebody cancelled the batch %s at the endpoint '%s'. Run the query again to ask about the rest."
            .formatted(job.id(), endpoint.name()));
  }

  private static <T> T await(CompletableFuture<T> sent)
      throws LabelException, InterruptedException {
    try {
      return sent.get();
    } catch (InterruptedException interrupted) {
      boolean unused = sent.cancel(true);
      throw interrupted;
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof LabelException problem) {
        throw problem;
      }
      throw new IllegalStateException("unexpected failure of a batch's request", failed.getCause());
    }
  }
}
