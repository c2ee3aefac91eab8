package io.understudy.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.understudy.judge.JudgedRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DrawnTableTest {
  private static final int ROWS = 300;
  private static final int DRAWS = 200;

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.05, 0.1, 0.3})
  void theShareOfWrongRowsIsAsWanted(double error) {
    DrawnTable table = DrawnTable.draw(pilot(10, 10), new Random(1)).withError(error);
    assertThat(wrong(table, 0, 1)).isCloseTo(error, within(1e-9));
    // One place for each row and the unseen one: what forecasts counts places.
    assertThat(table.rows()).hasSize(ROWS + 1);
    assertThat(table.rows().stream().mapToDouble(JudgedRow::weight).sum())
        .isCloseTo(ROWS + 1, within(1e-6));
  }

  @Test
  void whatLooksLikeNoiseMayStayWhereLabelsTakeOtherErrorsAway() {
    Random random = new Random(2);
    double before = 0;
    double after = 0;
    double uncertainBefore = 0;
    double uncertainAfter = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      DrawnTable table = DrawnTable.draw(pilot(4, 20), random);
      DrawnTable learnt = table.withError(0.5 * wrong(table, 0, 1));
      before += wrong(table, 0.5, 1) / DRAWS;
      after += wrong(learnt, 0.5, 1) / DRAWS;
      uncertainBefore += wrong(table, 0, 0.5) / DRAWS;
      uncertainAfter += wrong(learnt, 0, 0.5) / DRAWS;
    }
    // If nothing stayed, half of the errors would be left, in the certain half as elsewhere.
    assertThat(after).isGreaterThan(0.6 * before).isLessThan(0.9 * before);
    assertThat(uncertainAfter).isBetween(0.42 * uncertainBefore, 0.49 * uncertainBefore);
  }

  @Test
  void whereThereAreMoreErrorsNoiseGrowsWithTheOthers() {
    Random random = new Random(3);
    for (int draw = 0; draw < DRAWS; draw++) {
      DrawnTable table = DrawnTable.draw(pilot(10, 10), random);
      double certain = wrong(table, 0.5, 1) / wrong(table, 0, 1);
      DrawnTable worse = table.withError(0.3);
      assertThat(wrong(worse, 0.5, 1) / 0.3).isCloseTo(certain, within(1e-9));
    }
  }

  /** Three classes; one row of some is wrong in the uncertain half, one of others in the other. */
  private static Pilot pilot(int oneOfUncertain, int oneOfCertain) {
    List<JudgedRow> rows = new ArrayList<>();
    boolean[][] right = new boolean[ROWS][1];
    for (int i = 0; i < ROWS; i++) {
      right[i][0] = i % (2 * i < ROWS ? oneOfUncertain : oneOfCertain) != 0;
      rows.add(JudgedRow.single(right[i][0] ? 0 : 1, 0, (i + 0.5) / ROWS));
    }
    return new Pilot(3, new int[] {200}, right, rows);
  }

  /** Share of the table that is wrong and lies between two places in the order of certainty. */
  private static double wrong(DrawnTable table, double from, double to) {
    List<JudgedRow> rows = table.rows();
    return IntStream.range(0, rows.size())
            .mapToObj(rows::get)
            .filter(row -> row.llm() != row.proxy() && row.score() >= from && row.score() <= to)
            .mapToDouble(JudgedRow::weight)
            .sum()
        / rows.size();
  }
}
