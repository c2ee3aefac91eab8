package io.understudy.judge;

import io.understudy.call.Promise;
import io.understudy.judge.Reason.Code;
import java.util.List;
import java.util.Locale;

/**
 * Decides who answers: the loosest cut-off whose answers keep every promise, and the LLM where that
 * saves too little. Why this is valid stands in {@code docs/design/002-decision.md}.
 */
public final class Judge {
  /** Share of all calls that an understudy must save to be worth its uncertainty. */
  public static final double LEAST_SAVING = 0.1;

  /**
   * Share of the rows it serves on which an understudy may err. A promise leaves room for some
   * wrong answers; whoever fills it by guessing keeps the promise and is still not worth it.
   */
  public static final double MOST_GUESSED = 1 / 3.0;

  private final JudgeInput input;
  private final List<JudgedRow> rows;
  private final List<Clause> clauses;
  private final EvidenceTest test;

  private Judge(JudgeInput input) {
    this.input = input;
    this.rows = input.rows().stream().filter(row -> row.weight() <= input.maxWeight()).toList();
    if (rows.size() > input.population().open()) {
      throw new IllegalArgumentException(
          rows.size() + " judging rows from " + input.population().open() + " open contents");
    }
    this.clauses = input.promises().stream().map(Clause::of).toList();
    this.test = EvidenceTest.of(input);
  }

  /** The decision that the judging rows allow: use the proxy, a cascade, or the LLM. */
  public static Decision decide(JudgeInput input) {
    return new Judge(input).decide();
  }

  private Decision decide() {
    double required = 1 / (1 - input.confidence());
    if (evidence(new boolean[rows.size()]) < required) {
      return llm(
          Code.PROMISE_NOT_REACHABLE,
          "%d judging rows are too few to show it, whatever the understudy answers.",
          rows.size());
    }
    List<CutOff> ladder = CutOff.ladder(input.classes(), rows);
    int loosest = loosestThatPasses(ladder, required);
    if (loosest == ladder.size() || scored() == 0) {
      return llm(
          Code.PROMISE_NOT_REACHABLE,
          "Alone it agrees with the LLM on %.1f%% of %d judging rows.",
          100 * agreementAlone(),
          rows.size());
    }
    CutOff cutOff = ladder.get(loosest);
    boolean[] served = servedBy(cutOff);
    int errors = errors(served);
    if (errors > MOST_GUESSED * count(served)) {
      return llm(
          Code.PROMISE_NOT_REACHABLE,
          "It errs on %d of the %d judging rows that the promise would let it answer.",
          errors,
          count(served));
    }
    double share = (double) count(served) / rows.size();
    double saved = saved(share);
    if (saved < LEAST_SAVING) {
      return llm(
          Code.SAVES_TOO_LITTLE,
          "It may serve %.1f%% of the rows that are not yet labelled, which saves %.1f%% of the"
              + " calls.",
          100 * share,
          100 * saved);
    }
    Certificate certificate = certificate(served, errors, share);
    return loosest == 0
        ? new Decision.UseProxy(certificate)
        : new Decision.Cascade(cutOff.lower(), cutOff.upper(), certificate);
  }

  private static Decision llm(Code code, String detail, Object... figures) {
    return new Decision.UseLlm(new Reason(code, String.format(Locale.ROOT, detail, figures)));
  }

  /**
   * Evidence falls with every step towards looser cut-offs, so halving finds the last that pass.
   */
  private int loosestThatPasses(List<CutOff> ladder, double required) {
    int failing = -1;
    int passing = ladder.size();
    while (passing - failing > 1) {
      int middle = (failing + passing) / 2;
      if (evidence(servedBy(ladder.get(middle))) >= required) {
        passing = middle;
      } else {
        failing = middle;
      }
    }
    return passing;
  }

  private double evidence(boolean[] served) {
    return clauses.stream()
        .mapToDouble(clause -> test.evidence(clause, rows, served))
        .min()
        .orElseThrow();
  }

  private double saved(double share) {
    Population population = input.population();
    long unlabelled =
        Math.min(population.open() - rows.size(), population.contents() - population.labelled());
    return share * unlabelled / population.contents();
  }

  private Certificate certificate(boolean[] served, int errors, double share) {
    return new Certificate(
        input.promises(),
        clauses.stream().map(clause -> clause.measured(rows, served)).toList(),
        input.confidence(),
        (int) rows.stream().filter(JudgedRow::answered).count(),
        errors,
        agreementAlone(),
        agreementLower(served),
        share,
        evidence(served));
  }

  /** The largest accuracy that could have been promised at this cut-off. */
  private double agreementLower(boolean[] served) {
    double required = 1 / (1 - input.confidence());
    double low = 0;
    double high = 1;
    for (int i = 0; i < 30; i++) {
      double middle = (low + high) / 2;
      Clause clause = Clause.of(new Promise.Accuracy(middle));
      if (test.evidence(clause, rows, served) >= required) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private int errors(boolean[] served) {
    int errors = 0;
    for (int i = 0; i < served.length; i++) {
      errors += served[i] && rows.get(i).proxy() != rows.get(i).llm() ? 1 : 0;
    }
    return errors;
  }

  private double agreementAlone() {
    double agreeing = 0;
    double all = 0;
    for (JudgedRow row : rows) {
      if (!Double.isNaN(row.score())) {
        all += row.weight();
        agreeing += row.proxy() == row.llm() ? row.weight() : 0;
      }
    }
    return all == 0 ? 0 : agreeing / all;
  }

  private long scored() {
    return rows.stream().filter(row -> !Double.isNaN(row.score())).count();
  }

  private boolean[] servedBy(CutOff cutOff) {
    boolean[] served = new boolean[rows.size()];
    for (int i = 0; i < served.length; i++) {
      served[i] = cutOff.serves(rows.get(i).score());
    }
    return served;
  }

  private static int count(boolean[] flags) {
    int count = 0;
    for (boolean flag : flags) {
      count += flag ? 1 : 0;
    }
    return count;
  }
}
