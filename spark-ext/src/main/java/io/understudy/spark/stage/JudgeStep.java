package io.understudy.spark.stage;

import io.understudy.call.AiFunction;
import io.understudy.call.Answer;
import io.understudy.call.Promise;
import io.understudy.catalyst.plan.StageCall;
import io.understudy.judge.Decision;
import io.understudy.judge.Judge;
import io.understudy.judge.JudgeInput;
import io.understudy.judge.JudgedRow;
import io.understudy.judge.Population;
import io.understudy.model.LinearModel;
import io.understudy.model.Scorer;
import io.understudy.sample.ContentKey;
import io.understudy.spark.config.UnderstudyConf;
import io.understudy.spark.stage.label.LabelledRow;
import io.understudy.spark.stage.sample.Sample;
import io.understudy.student.Entrant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Puts the judging rows and the table before the judge. */
final class JudgeStep {
  private final StageCall call;
  private final UnderstudyConf conf;
  private final int looks;

  JudgeStep(StageCall call, UnderstudyConf conf) {
    this(call, conf, 1);
  }

  /**
   * @param looks how many times the query judges, at most; all of them together keep the confidence
   */
  JudgeStep(StageCall call, UnderstudyConf conf, int looks) {
    this.call = call;
    this.conf = conf;
    this.looks = looks;
  }

  /** The SQL name of the function that is judged. */
  String function() {
    return call.call().function().sqlName();
  }

  /**
   * @param labels the table and every labelled row, usable or not
   * @param settled the rows that were bought to learn from, with an answer or without
   * @param judged the rows drawn from all others, with an answer or without
   * @param cast who was trained
   * @param seen what it sees of the rows
   * @param guessedOpenTrue true rows among the others, as guessed before they were drawn
   */
  Decision decide(
      LabelledSample labels,
      List<LabelledRow> settled,
      List<LabelledRow> judged,
      Cast cast,
      Materials seen,
      double guessedOpenTrue) {
    Sample sample = labels.sample();
    int classes = cast.scorer().classes();
    return Judge.decide(
        new JudgeInput(
            promises(),
            confidence(),
            classes,
            rows(sample, judged, cast.entrant(), cast.scorer(), seen),
            sample.maxCopies(),
            population(labels, settled, classes == 2).withGuessedOpenTrueRows(guessedOpenTrue)));
  }

  /** Probability with which the promises are to be kept. */
  double confidence() {
    double stated = call.call().confidence();
    double asked = Double.isNaN(stated) ? conf.confidence() : stated;
    return looks == 1 ? asked : 1 - (1 - asked) / looks;
  }

  /** What the answers must keep. */
  List<Promise> promises() {
    if (!call.call().promises().isEmpty()) {
      return call.call().promises();
    }
    return List.of(
        call.call().function() == AiFunction.IF
            ? new Promise.F1(conf.target())
            : new Promise.Accuracy(conf.target()));
  }

  /**
   * What a judge sees of labelled rows, always-asked ones left out. Of one whose copies bring
   * different vectors it is known only what the understudy says about one of them, so the worst is
   * taken.
   */
  List<JudgedRow> rows(
      Sample sample, List<LabelledRow> judged, Entrant entrant, Scorer scorer, Materials seen) {
    List<JudgedRow> rows = new ArrayList<>();
    float[] probabilities = scorer.newScores();
    for (LabelledRow row : judged) {
      if (row.row().copies() > sample.maxCopies()) {
        continue;
      }
      if (row.reply().answer() == null) {
        rows.add(JudgedRow.unanswered(row.row().copies()));
        continue;
      }
      int llm = answerOf(row).single();
      if (entrant.input().readsVector() && row.row().isMixed()) {
        rows.add(JudgedRow.worst(llm, scorer.classes(), row.row().copies()));
        continue;
      }
      boolean scored = scorer.score(entrant.input().of(seen.of(row.row())), probabilities);
      rows.add(
          new JudgedRow(
              llm,
              scored ? LinearModel.label(probabilities) : llm,
              scored ? LinearModel.score(probabilities) : Double.NaN,
              row.row().copies()));
    }
    return rows;
  }

  /**
   * The table without what may get no answer: a content that got none, and one that is always asked
   * and has not been yet. A judging row without an answer is one of the open ones.
   */
  static Population population(
      LabelledSample labels, List<LabelledRow> settled, boolean twoClasses) {
    Sample sample = labels.sample();
    Set<ContentKey> keys = new HashSet<>();
    long heavy = sample.alwaysAsked().size();
    long answered = sample.inputRows() - sample.alwaysAskedRows();
    long trueRows = 0;
    for (LabelledRow row : settled) {
      if (!keys.add(row.row().key())) {
        continue;
      }
      int copies = row.row().copies();
      boolean isHeavy = copies > sample.maxCopies();
      boolean failed = row.reply().answer() == null;
      heavy -= isHeavy ? 1 : 0;
      answered += (isHeavy ? copies : 0) - (failed ? copies : 0);
      trueRows += !failed && twoClasses && answerOf(row).single() == 1 ? copies : 0;
    }
    return new Population(
        sample.distinct(),
        labels.rows().size(),
        sample.distinct() - keys.size() - heavy,
        answered,
        trueRows);
  }

  static Answer answerOf(LabelledRow row) {
    return Objects.requireNonNull(row.reply().answer());
  }
}
