package io.understudy.account;

import java.util.Locale;

/** The lines that a user reads at the end of a query. */
final class RunSummary {
  private RunSummary() {}

  static String of(RunReport run) {
    StringBuilder lines = new StringBuilder();
    line(lines, "%s '%s' on %s", run.function(), run.instruction(), run.endpoint());
    line(
        lines,
        "  decision   %s%s",
        run.decision(),
        run.reason().isEmpty() ? "" : ": " + run.reason());
    line(
        lines,
        "  rows       %,d: %,d by the understudy, %,d by the LLM, %,d by labels, %,d null, %,d"
            + " failed",
        run.rows(),
        run.rowsProxy(),
        run.rowsLlm(),
        run.rowsLabel(),
        run.rowsNull(),
        run.rowsFailed());
    line(
        lines,
        "  spent      %,d calls, %,d + %,d tokens, cost %.4f",
        run.calls(),
        run.tokensIn(),
        run.tokensOut(),
        run.cost());
    line(
        lines,
        "  saved      an LLM on every row is estimated at %,d more calls, %,d more tokens, cost %.4f"
            + " more",
        run.callsAvoided(),
        run.tokensAvoided(),
        run.costAvoided());
    Double agreement = run.agreement();
    Double lower = run.agreementLower();
    if (agreement != null) {
      line(
          lines,
          "  quality    the understudy alone agrees with the LLM on %.1f%% of the judging rows%s",
          100 * agreement,
          lower == null
              ? ""
              : String.format(Locale.ROOT, "; all answers on at least %.1f%%", 100 * lower));
    }
    line(
        lines,
        "  seconds    %.1f: sample %.1f, label %.1f, train %.1f, judge %.1f, infer %.1f",
        run.secondsTotal(),
        run.secondsSample(),
        run.secondsLabel(),
        run.secondsTrain(),
        run.secondsJudge(),
        run.secondsInfer());
    return lines.toString().stripTrailing();
  }

  private static void line(StringBuilder lines, String format, Object... values) {
    lines.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
