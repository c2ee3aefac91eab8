package io.understudy.spark.stage.label;

import io.understudy.call.RowData;
import io.understudy.error.ErrorCondition;
import io.understudy.sample.ContentKey;
import io.understudy.spark.account.Progress;
import io.understudy.spark.account.RunTally;
import io.understudy.spark.bridge.Wire;
import io.understudy.spark.error.UnderstudyException;
import io.understudy.spark.stage.read.RowEmbedder;
import io.understudy.spark.stage.sample.SampledRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/**
 * Buys labels for a sample: a first wave of a few rows, which finds a dead endpoint, a wrong key or
 * a model that answers nonsense while it is cheap, then the rest: distributed over the executors,
 * or by batches of the endpoint.
 */
public final class Labeller {
  /** Rows of the first wave, if the sample has as many. */
  public static final int FIRST_WAVE = 10;

  /** How long a first question is repeated while nobody answers. */
  private static final Duration FIRST_PATIENCE = Duration.ofSeconds(15);

  private final SparkContext context;
  private final AskPlan plan;
  private final @Nullable RowEmbedder embedder;
  private final double maxErrorRatio;
  private final Progress progress;
  private boolean reached;

  /**
   * @param plan who is asked what
   * @param embedder embeds the rows, or null if they bring their vectors or need none
   * @param maxErrorRatio share of failed rows above which the query fails
   */
  public Labeller(
      SparkContext context,
      AskPlan plan,
      @Nullable RowEmbedder embedder,
      double maxErrorRatio,
      Progress progress) {
    this.context = context;
    this.plan = plan;
    this.embedder = embedder;
    this.maxErrorRatio = maxErrorRatio;
    this.progress = progress;
  }

  /**
   * Labels every row of the sample. The first wave is part of the first call only.
   *
   * @return one labelled row per sampled row, in its order
   * @throws UnderstudyException when the endpoint cannot be used, when nothing usable came at all,
   *     or when more failed than the call allows
   */
  public List<LabelledRow> label(List<SampledRow> sample) {
    long toAsk = toAsk(sample);
    List<LabelledRow> labelled = new ArrayList<>();
    if (!reached) {
      labelled.addAll(firstWave(sample, toAsk));
      reached = true;
    }
    if (sample.size() > labelled.size()) {
      labelled.addAll(together(sample.subList(labelled.size(), sample.size()), toAsk));
    }
    long failed = labelled.stream().filter(row -> row.reply().answer() == null).count();
    if (failed > maxErrorRatio * labelled.size()) {
      throw tooManyErrors(failed, labelled.size());
    }
    return labelled;
  }

  /**
   * Labels rows whose answers nobody waits for: however many of them fail, the query goes on.
   *
   * @return one labelled row per row, in order
   * @throws UnderstudyException when the endpoint cannot be used
   */
  public List<LabelledRow> again(List<SampledRow> rows) {
    return together(rows, toAsk(rows));
  }

  private List<LabelledRow> together(List<SampledRow> rows, long toAsk) {
    Duration patience = plan.endpoint().deadline();
    return plan.endpoint().batches().used()
        ? driverWave(rows, toAsk, patience, /* singly= */ false)
        : wave(rows, toAsk, patience);
  }

  /**
   * Labels the first few rows only.
   *
   * @throws UnderstudyException when none of them got a usable answer: of the endpoint's condition
   *     if it sent nothing that could be read
   */
  public List<LabelledRow> firstWave(List<SampledRow> sample) {
    return firstWave(sample, toAsk(first(sample)));
  }

  private static List<SampledRow> first(List<SampledRow> sample) {
    return sample.subList(0, Math.min(FIRST_WAVE, sample.size()));
  }

  /** What is not paid for yet, which is what the progress counts. */
  private long toAsk(List<SampledRow> rows) {
    return LabelDesk.of(context).unpaid(plan, rows);
  }

  private List<LabelledRow> firstWave(List<SampledRow> sample, long toAsk) {
    List<LabelledRow> labelled =
        plan.endpoint().batches().used()
            ? driverWave(first(sample), toAsk, FIRST_PATIENCE, /* singly= */ true)
            : wave(first(sample), toAsk, FIRST_PATIENCE);
    if (!labelled.isEmpty() && labelled.stream().allMatch(row -> row.reply().answer() == null)) {
      throw nothingCame(labelled);
    }
    return labelled;
  }

  private List<LabelledRow> wave(List<SampledRow> rows, long toAsk, Duration patience) {
    if (rows.isEmpty()) {
      return List.of();
    }
    JavaSparkContext jobs = JavaSparkContext.fromSparkContext(context);
    int slices = Math.max(1, Math.min(rows.size(), context.defaultParallelism()));
    RunTally tally = LabelDesk.of(context).tally(plan.run());
    try (Progress.Watch watch =
        progress.watch(plan.function() + ": labelling", toAsk, tally::asked)) {
      List<LabelledRow> labelled =
          PaidJob.wait(
                  jobs.parallelize(rows.stream().map(Wire::write).toList(), slices)
                      .mapPartitions(new LabelPartition(plan, embedder, patience))
                      .collectAsync())
              .stream()
              .map(bytes -> Wire.read(bytes, LabelledRow.class))
              .toList();
      for (LabelledRow row : labelled) {
        UnderstudyException stop = row.stop();
        if (stop != null) {
          throw stop;
        }
      }
      return labelled;
    }
  }

  /**
   * Labels rows from the driver, where the batches of all executors would meet anyway. The first
   * rows go singly: what is wrong shows in seconds, and what the server understands is known before
   * a batch is worded.
   */
  private List<LabelledRow> driverWave(
      List<SampledRow> rows, long toAsk, Duration patience, boolean singly) {
    LabelDesk desk = LabelDesk.of(context);
    RunTally tally = desk.tally(plan.run());
    Map<ContentKey, RowData> data = new LinkedHashMap<>();
    rows.forEach(row -> data.put(row.key(), row.data()));
    BatchRound round =
        new BatchRound(
            plan,
            desk,
            singly,
            patience,
            count ->
                progress.say(
                    String.format(
                        Locale.ROOT,
                        "%s: waiting for a batch of %,d rows",
                        plan.function(),
                        count)));
    round.start(data);
    try (Progress.Watch watch =
        progress.watch(
            plan.function() + ": labelling", toAsk, () -> tally.asked() + round.done())) {
      var unused =
          PaidJob.wait(
              JavaSparkContext.fromSparkContext(context)
                  .parallelize(List.of(0), 1)
                  .mapPartitions(new BatchWait(round.name()))
                  .collectAsync());
    } catch (Throwable cancelled) {
      round.abandon();
      throw cancelled;
    }
    Map<ContentKey, Reply> replies = round.replies();
    return rows.stream()
        .map(
            row ->
                new LabelledRow(
                    row, Objects.requireNonNull(replies.get(row.key())), row.vector(), null))
        .toList();
  }

  /** An endpoint that nobody reaches, or a model that answers nonsense. */
  private UnderstudyException nothingCame(List<LabelledRow> labelled) {
    Reply last = labelled.get(labelled.size() - 1).reply();
    return labelled.stream().allMatch(row -> row.reply().unreached())
        ? new UnderstudyException(
            ErrorCondition.UNDERSTUDY_ENDPOINT,
            Map.of(
                "function", plan.function(),
                "endpoint", plan.endpoint().name(),
                "problem", last.problem()))
        : new UnderstudyException(
            ErrorCondition.UNDERSTUDY_ALL_ROWS_FAILED,
            Map.of(
                "function", plan.function(),
                "asked", Integer.toString(labelled.size()),
                "problems", problems(labelled)));
  }

  private UnderstudyException tooManyErrors(long failed, int asked) {
    return new UnderstudyException(
        ErrorCondition.UNDERSTUDY_TOO_MANY_ERRORS,
        Map.of(
            "function", plan.function(),
            "failed", Long.toString(failed),
            "asked", Integer.toString(asked),
            "ratio", Double.toString(maxErrorRatio),
            "problems", LabelDesk.of(context).tally(plan.run()).problems()));
  }

  private static String problems(List<LabelledRow> rows) {
    return String.join(
        "; ",
        rows.stream().map(r -> r.reply().problem().replaceAll("\\.$", "")).distinct().toList());
  }
}
