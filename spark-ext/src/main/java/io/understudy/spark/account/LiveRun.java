package io.understudy.spark.account;

import io.understudy.account.Prices;
import io.understudy.account.RunReport;
import io.understudy.account.RunSummary;
import io.understudy.account.Savings;
import io.understudy.account.Usage;
import io.understudy.call.AnswerSet;
import io.understudy.catalyst.plan.StageCall;
import io.understudy.judge.Certificate;
import io.understudy.judge.Decision;
import io.understudy.judge.Repeatability;
import io.understudy.student.Entrant;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One AI call being executed. A report can be drawn up at any time; counts of rows grow while the
 * tasks run.
 */
public final class LiveRun {
  private final RunId id;
  // SQL has no finer times.
  private final Instant startedAt = Instant.now().truncatedTo(ChronoUnit.MICROS);
  private final long startedNanos = System.nanoTime();
  private final StageCall call;
  private final String endpoint;
  private final Prices prices;
  private final Books books;
  private final java.util.function.Function<String, RunTally> tallies;
  private final RunTally tally;
  private final StepClock clock = new StepClock(System::nanoTime);
  private long preparedNanos = startedNanos;
  private long distinct;
  private long forecast;
  private String student = "";
  private @Nullable Double studentGain;
  private String note = "";
  private Repeatability repeatability = Repeatability.UNKNOWN;
  private @Nullable Decision decision;
  private @Nullable String failure;
  private boolean projected;
  private @Nullable Double endedAfter;
  private @Nullable RunReport ended;

  /**
   * @param books that it goes into
   * @param tally makes the driver's count of a run
   */
  public LiveRun(
      RunId id,
      StageCall call,
      String endpoint,
      Prices prices,
      Books books,
      java.util.function.Function<String, RunTally> tally) {
    this.id = id;
    this.call = call;
    this.endpoint = endpoint;
    this.prices = prices;
    this.books = books;
    this.tallies = tally;
    this.tally = tally.apply(id.id());
  }

  /** The run of a later query that uses what this one has prepared. */
  public synchronized LiveRun later(RunId later) {
    LiveRun run = new LiveRun(later, call, endpoint, prices, books, tallies);
    run.distinct(distinct);
    run.repeated(repeatability);
    run.student = student;
    run.studentGain = studentGain;
    run.note = note;
    if (decision != null) {
      run.decided(decision);
    }
    return run;
  }

  public String runId() {
    return id.id();
  }

  public String queryId() {
    return id.query();
  }

  /** How the rows have been answered so far. */
  public RowCounts rows() {
    return tally.rows();
  }

  /** Runs a step and keeps its time. */
  public <T> T timed(Step step, Supplier<T> work) {
    return clock.timed(step, work);
  }

  /** How many different questions an LLM on every row would need. */
  public synchronized void distinct(long contents) {
    distinct = contents;
  }

  /** Keeps how many calls are still to come by the estimate made after judging. */
  public synchronized void forecast(long calls) {
    forecast = calls;
  }

  /** Calls that were still to come after judging: an estimate. */
  public synchronized long forecast() {
    return forecast;
  }

  /** How often the LLM agreed with itself. */
  public synchronized void repeated(Repeatability found) {
    repeatability = found;
  }

  /**
   * Who was trained.
   *
   * @param gain by how much it beat the first in the settings; empty if there was no contest
   */
  public synchronized void cast(Entrant entrant, OptionalDouble gain) {
    student = entrant.describe();
    studentGain = gain.isPresent() ? gain.getAsDouble() : null;
  }

  /** What the user is to know beside the decision, in whole sentences. */
  public synchronized void noted(String sentences) {
    note = sentences;
  }

  /** What the user is to know beside the decision; empty if nothing. */
  public synchronized String note() {
    return note;
  }

  /** What was decided; the rows are answered from here on. */
  public synchronized void decided(Decision made) {
    decision = made;
    preparedNanos = System.nanoTime();
  }

  /** Labels are bought for a projection, and no row will be answered. */
  public synchronized void projected() {
    projected = true;
  }

  /** Time that labels have taken so far, seconds. */
  public synchronized double secondsLabelling() {
    return clock.seconds(Step.LABEL);
  }

  /**
   * The query failed while this call was prepared or answered; the report says why, except where
   * the decision already does.
   */
  public synchronized void failed(Throwable cause) {
    failed(FailureText.of(cause));
  }

  /** The first word counts: what is told later is told with less knowledge. */
  synchronized void failed(String why) {
    if (failure == null && !(decision instanceof Decision.Refuse)) {
      failure = why;
    }
  }

  /** The query is over. Returns whether this was news. */
  public synchronized boolean end() {
    if (ended != null) {
      return false;
    }
    long now = System.nanoTime();
    endedAfter = (now - startedNanos) / 1e9;
    if (decision != null) {
      clock.set(Step.INFER, (now - preparedNanos) / 1e9);
    }
    ended = report();
    tally.ended();
    return true;
  }

  /** Whether the query is over. */
  synchronized boolean ended() {
    return ended != null;
  }

  /** The most frequent problems with their counts. */
  String problems() {
    return tally.problems();
  }

  /** The decision, once there is one. */
  public synchronized @Nullable Decision decision() {
    return decision;
  }

  /** The run as it stands now, or as it stood when the query ended. */
  public synchronized RunReport report() {
    if (ended != null) {
      return ended;
    }
    Usage usage = tally.usage();
    Usage reused = tally.reusedUsage();
    // Who may answer no row spares nobody a call.
    long spared = decision instanceof Decision.Refuse ? 0 : distinct;
    Savings savings = Savings.of(spared, usage, reused, prices);
    RowCounts rows = tally.rows();
    Certificate certificate = certificate();
    return new RunReport(
        id.id(),
        id.query(),
        call.call().function().sqlName(),
        call.prompt().instruction(),
        endpoint,
        outcome(),
        reason(),
        rows.all(),
        rows.proxy(),
        rows.llm(),
        rows.label(),
        rows.nulls(),
        rows.failed(),
        usage.calls(),
        usage.tokensIn(),
        usage.tokensOut(),
        reused.calls(),
        reused.tokensIn() + reused.tokensOut(),
        savings.calls(),
        savings.tokens(),
        prices.cost(usage),
        savings.cost(),
        certificate == null ? null : certificate.agreementAlone(),
        certificate == null ? null : certificate.agreementLower(),
        clock.seconds(Step.SAMPLE),
        clock.seconds(Step.LABEL),
        clock.seconds(Step.TRAIN),
        clock.seconds(Step.JUDGE),
        clock.seconds(Step.INFER),
        endedAfter == null ? (System.nanoTime() - startedNanos) / 1e9 : endedAfter,
        startedAt,
        repeatability.asked(),
        repeatability.known() ? repeatability.share() : null,
        student,
        studentGain,
        books.user(),
        books.application());
  }

  /** Keeps the run, which has ended, for longer than the application lives. */
  void keep() {
    books.keeper().keep(report());
  }

  /** Where it is kept. */
  RunKeeper keeper() {
    return books.keeper();
  }

  /** What the user reads at the end of the query. */
  public synchronized RunSummary summary() {
    List<String> categories =
        call.call().answers() instanceof AnswerSet.YesNo
            ? List.of()
            : call.call().answers().labels();
    return new RunSummary(report(), categories, certificate(), !prices.equals(Prices.FREE));
  }

  private String outcome() {
    if (failure != null) {
      return RunReport.FAILED;
    }
    if (projected) {
      return RunReport.PROJECTED;
    }
    return decision == null ? "" : decision.name();
  }

  private String reason() {
    if (failure != null) {
      return failure;
    }
    String why = "";
    if (decision instanceof Decision.UseLlm llm) {
      why = llm.reason().sentence();
    } else if (decision instanceof Decision.Refuse refuse) {
      why = refuse.reason().sentence();
    }
    return why.isEmpty() || note.isEmpty() ? why + note : why + " " + note;
  }

  private @Nullable Certificate certificate() {
    if (decision instanceof Decision.UseProxy proxy) {
      return proxy.certificate();
    }
    return decision instanceof Decision.Cascade cascade ? cascade.certificate() : null;
  }
}
