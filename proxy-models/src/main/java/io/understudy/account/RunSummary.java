package io.understudy.account;

import io.understudy.judge.Certificate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The lines that a user reads at the end of a query. They say nothing of what is not known: no cost
 * without prices, no tokens where none were counted, no quality where nothing was judged.
 *
 * @param run what happened
 * @param categories that the call chooses from; empty for yes and no
 * @param certificate of the understudy; null if none plays
 * @param priced whether the endpoint has prices
 */
public record RunSummary(
    RunReport run, List<String> categories, @Nullable Certificate certificate, boolean priced) {
  private static final int SHOWN = 60;

  public RunSummary {
    categories = List.copyOf(categories);
  }

  /** The lines, without a line end after the last. */
  public String text() {
    StringBuilder lines = new StringBuilder();
    line(
        lines,
        "%s '%s'%s on %s",
        run.function(),
        cut(run.instruction()),
        categories.isEmpty() ? "" : " into " + cut(String.join(", ", categories)),
        run.endpoint());
    line(
        lines,
        "  decision   %s%s",
        run.decision(),
        run.reason().isEmpty() ? "" : ": " + run.reason());
    quality(lines);
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
    if (run.rowsFailed() > 0) {
      line(
          lines,
          "  warning    %,d rows got no usable answer and are NULL; a WHERE clause drops them",
          run.rowsFailed());
    }
    line(
        lines,
        "  spent      %,d calls, %,d + %,d tokens%s",
        run.calls(),
        run.tokensIn(),
        run.tokensOut(),
        priced ? String.format(Locale.ROOT, ", cost %.4f", run.cost()) : "");
    if (run.callsReused() > 0) {
      line(
          lines,
          "  reused     %,d calls, %,d tokens that earlier queries paid for",
          run.callsReused(),
          run.tokensReused());
    }
    saved(lines);
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

  private void quality(StringBuilder lines) {
    if (!run.student().isEmpty()) {
      line(lines, "  student    %s%s", run.student(), contest());
    }
    if (run.selfAgreement() != null) {
      line(
          lines,
          "  repeated   the LLM agrees with itself on %.1f%% of %,d rows that it was asked about twice",
          100 * run.selfAgreement(),
          run.askedTwice());
    }
    Certificate proof = certificate;
    if (proof == null) {
      return;
    }
    line(
        lines,
        "  promise    %s, kept with confidence %s by %,d judging rows",
        proof.describePromises(),
        proof.confidence(),
        proof.judged());
    line(
        lines,
        "  agreement  all answers agree with the LLM on at least %.1f%%; the understudy alone on"
            + " %.1f%% of the judging rows",
        100 * proof.agreementLower(),
        100 * proof.agreementAlone());
  }

  private String contest() {
    Double gain = run.studentGain();
    if (gain == null) {
      return "";
    }
    return gain > 0
        ? String.format(Locale.ROOT, ", by %.4f fewer errors among the rows served, held out", gain)
        : ", which no other student clearly beat";
  }

  private void saved(StringBuilder lines) {
    if (run.callsAvoided() == 0) {
      return;
    }
    line(
        lines,
        "  saved      an LLM on every row is estimated at %,d more calls%s%s",
        run.callsAvoided(),
        run.tokensAvoided() == 0
            ? ""
            : String.format(Locale.ROOT, ", %,d more tokens", run.tokensAvoided()),
        priced && run.costAvoided() > 0
            ? String.format(Locale.ROOT, ", cost %.4f more", run.costAvoided())
            : "");
  }

  private static String cut(String text) {
    String line = text.replaceAll("\\s+", " ");
    return line.length() <= SHOWN ? line : line.substring(0, SHOWN - 3) + "...";
  }

  private static void line(StringBuilder lines, String format, Object... values) {
    lines.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
