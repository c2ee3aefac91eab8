package io.understudy.projection;

import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Projects what a run would need and reach, from a pilot. Why so, and what the intervals mean:
 * docs/design/011-projection.md.
 */
public final class Projector {
  /** Numbers of labels that are projected. */
  public static final List<Integer> LABELS = List.of(250, 500, 1000, 2000, 4000, 8000, 16_000);

  /** Targets that are projected. */
  public static final List<Double> TARGETS =
      List.of(0.80, 0.85, 0.90, 0.92, 0.95, 0.97, 0.98, 0.99);

  private static final int PLAYED = 120;

  /** Far apart, because near seeds begin alike. */
  private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

  private final Pilot pilot;
  private final Setting setting;
  private final long seed;
  private final CurveFit fit;

  /**
   * @param seed of the drawings: equal seeds project equally
   */
  public Projector(Pilot pilot, Setting setting, long seed) {
    this.pilot = pilot;
    this.setting = setting;
    this.seed = seed;
    this.fit = new CurveFit(pilot);
  }

  /** The likeliest learning curve. */
  public LearningCurve curve() {
    return fit.best();
  }

  /** Agreement of a model that answers everything after learning from so many uniform labels. */
  public Range alone(double labels) {
    return fit.agreement(labels, new Random(seed));
  }

  /** The run as it is set. */
  public Outlook run() {
    return outlook(setting);
  }

  /** The run at other numbers of labels, as many as the table has. */
  public List<Outlook> byLabels() {
    return all(LABELS.stream().filter(n -> n <= setting.contents()).toList(), setting::withLabels);
  }

  /** The run at other targets. */
  public List<Outlook> byTarget() {
    return all(TARGETS, setting::withTarget);
  }

  private <T> List<Outlook> all(List<T> values, Function<T, Setting> changed) {
    return values.stream().map(changed).map(this::outlook).toList();
  }

  private PlayedRun.Outcome played(Setting changed, long drawing) {
    Random random = new Random(drawing);
    LearningCurve curve = fit.draw(random);
    DrawnTable table = DrawnTable.draw(pilot, random);
    return new PlayedRun(pilot, changed, random).play(curve, table);
  }

  /** Each setting meets the same curves and tables, so that differences are the settings'. */
  private Outlook outlook(Setting changed) {
    return Outlook.of(
        changed,
        pilot.classes(),
        IntStream.range(0, PLAYED)
            .parallel()
            .mapToObj(i -> played(changed, seed + SPREAD * i))
            .toList());
  }
}
