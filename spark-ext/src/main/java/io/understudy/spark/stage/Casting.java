package io.understudy.spark.stage;

import io.understudy.model.RowInput;
import io.understudy.spark.bridge.ActiveSession;
import io.understudy.spark.stage.train.Trainer;
import io.understudy.spark.stage.train.Trainer.Trained;
import io.understudy.student.Contest;
import io.understudy.student.Entrant;
import io.understudy.student.Lesson;
import io.understudy.student.LogisticStudent;
import io.understudy.student.Student;
import io.understudy.student.Students;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the student that plays: the only one, or whoever wins the contest on the rows bought to
 * learn from. Then it learns from all of them.
 */
final class Casting {
  private static final Logger LOG = LoggerFactory.getLogger(Casting.class);

  private final SparkSession session;
  private final List<Entrant> wanted;
  private final Entrant usual;

  /**
   * @param students their names, the first of which stays unless another one is clearly better
   * @param inputs that the call has, the usual one first
   */
  Casting(SparkSession session, List<String> students, List<RowInput> inputs) {
    this.session = session;
    List<Entrant> found = new ArrayList<>();
    for (String name : students) {
      Student student = Students.named(name).orElseThrow();
      inputs.stream()
          .filter(student::reads)
          .forEach(input -> found.add(new Entrant(student, input)));
    }
    if (found.isEmpty()) {
      LOG.warn(
          "None of the students {} looks at {}: logistic regression plays. Name others in"
              + " spark.understudy.students, or other inputs in spark.understudy.inputs.",
          students,
          inputs.stream().map(RowInput::label).toList());
    }
    this.wanted = List.copyOf(found);
    this.usual = new Entrant(new LogisticStudent(), inputs.get(0));
  }

  /**
   * @param lesson with every part of the rows that any student looks at
   * @param uniform so many of the first rows are a uniform sample
   */
  Cast cast(Lesson lesson, int uniform) {
    // Students of MLlib run their jobs there.
    return ActiveSession.during(session, () -> chosen(lesson, uniform));
  }

  private Cast chosen(Lesson lesson, int uniform) {
    List<Entrant> entrants =
        wanted.stream().filter(one -> one.student().learns(lesson.classes())).toList();
    // Those that are wanted may need an embedding, or fewer classes.
    Entrant winner = entrants.isEmpty() ? usual : entrants.get(0);
    OptionalDouble gain = OptionalDouble.empty();
    if (entrants.size() > 1) {
      Contest.Result result = new Contest(entrants, lesson, uniform).run();
      winner = result.winner();
      gain = OptionalDouble.of(result.gain());
    }
    if (winner.student() instanceof LogisticStudent && winner.input() == RowInput.EMBEDDING) {
      Trained trained =
          new Trainer(session)
              .train(
                  lesson.rows().stream().map(row -> row.vector()).toList(),
                  lesson.labels(),
                  lesson.classes());
      return new Cast(winner, trained.arrays(), trained, gain);
    }
    return new Cast(winner, winner.student().fit(lesson.seenAs(winner.input())), null, gain);
  }
}
