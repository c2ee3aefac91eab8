package io.understudy.projection;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is projected of one AI call.
 *
 * @param report what it is made of
 * @param run the run as it is set; null where nothing can be projected, and then the LLM answers
 * @param byLabels the run at other numbers of labels, ascending
 * @param byTarget the run at other targets, ascending
 * @param curve the likeliest learning curve; null where nothing can be projected
 * @param alone for each number of labels in {@code byLabels} the agreement of a model that learns
 *     from so many uniform labels and answers everything
 */
public record Projection(
    PilotReport report,
    @Nullable Outlook run,
    List<Outlook> byLabels,
    List<Outlook> byTarget,
    @Nullable LearningCurve curve,
    List<Range> alone) {
  public Projection {
    byLabels = List.copyOf(byLabels);
    byTarget = List.copyOf(byTarget);
    alone = List.copyOf(alone);
  }

  /** Projects; takes seconds. */
  public static Projection of(PilotReport report) {
    Pilot pilot = report.pilot();
    if (pilot == null) {
      return new Projection(report, null, List.of(), List.of(), null, List.of());
    }
    Projector projector = new Projector(pilot, report.setting(), report.seed());
    List<Outlook> byLabels = projector.byLabels();
    return new Projection(
        report,
        projector.run(),
        byLabels,
        projector.byTarget(),
        projector.curve(),
        byLabels.stream().map(o -> projector.alone(o.setting().labels())).toList());
  }

  /** One line for a waiting user, before more is bought. */
  public static String line(PilotReport report, Outlook run) {
    return String.format(
        Locale.ROOT,
        "%s: %,d labels project %,.0f calls (%,.0f to %,.0f, 90%%) for %s; an LLM on every"
            + " different row needs %,d",
        report.function(),
        report.labels(),
        run.calls().middle(),
        run.calls().low(),
        run.calls().high(),
        promises(run.setting()),
        run.setting().contents());
  }

  /** The rows of {@code understudy_projection()}. */
  public List<ProjectedRow> rows() {
    List<ProjectedRow> rows = new ArrayList<>();
    rows.add(ProjectedRow.llm(report));
    if (run != null) {
      rows.add(ProjectedRow.of(report, ProjectedRow.RUN, run));
    }
    byLabels.forEach(outlook -> rows.add(ProjectedRow.of(report, ProjectedRow.LABELS, outlook)));
    byTarget.forEach(outlook -> rows.add(ProjectedRow.of(report, ProjectedRow.TARGET, outlook)));
    return rows;
  }

  static String promises(Setting setting) {
    return String.join(
        " and ", setting.promises().stream().map(promise -> promise.describe()).toList());
  }
}
