package io.understudy.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.judge.Reason.Code;
import org.junit.jupiter.api.Test;

class AdmissionTest {

  @Test
  void smallInputsAreLeftToTheLlm() {
    assertThat(Admission.ofRows(3000, 3000)).isEmpty();
    assertThat(Admission.ofRows(2999, 3000))
        .hasValueSatisfying(
            reason ->
                assertThat(reason.sentence())
                    .isEqualTo(
                        "The input has too few rows for an understudy to pay off. 2999 different"
                            + " rows, and spark.understudy.minRows is 3000."));
  }

  @Test
  void bothAnswersMustOccurOftenEnough() {
    assertThat(Admission.ofLabels(new long[] {690, 10}, 10)).isEmpty();
    assertThat(Admission.ofLabels(new long[] {691, 9}, 10))
        .contains(
            new Reason(
                Code.TOO_FEW_OF_A_CLASS,
                "9 of 700 labelled rows are true; at least 10 are needed."));
    assertThat(Admission.ofLabels(new long[] {0, 700}, 10))
        .contains(
            new Reason(
                Code.EXTREME_SELECTIVITY,
                "0 of 700 labelled rows are false; at least 10 are needed."));
  }

  @Test
  void ofManyClassesTwoMustOccur() {
    assertThat(Admission.ofLabels(new long[] {0, 699, 1}, 10)).isEmpty();
    assertThat(Admission.ofLabels(new long[] {0, 700, 0}, 10))
        .map(Reason::code)
        .contains(Code.TOO_FEW_OF_A_CLASS);
  }

  @Test
  void withoutAnyLabelNothingIsSaidOfTheAnswers() {
    Reason nothing =
        new Reason(
            Code.TOO_FEW_OF_A_CLASS,
            "No row could be learnt from: none of those asked about had an answer and an input"
                + " that a student sees.");
    assertThat(Admission.ofLabels(new long[] {0, 0}, 10)).contains(nothing);
    assertThat(Admission.ofLabels(new long[] {0, 0, 0}, 10)).contains(nothing);
  }

  @Test
  void failTurnsOnlyRejectionsForQualityIntoRefusals() {
    Decision unfit = new Decision.UseLlm(Reason.of(Code.PROMISE_NOT_REACHABLE));
    Decision wanted = new Decision.UseLlm(Reason.of(Code.MAXIMIZE_QUALITY));
    assertThat(OnReject.FAIL.apply(unfit))
        .isEqualTo(new Decision.Refuse(Reason.of(Code.PROMISE_NOT_REACHABLE)));
    assertThat(OnReject.FAIL.apply(wanted)).isEqualTo(wanted);
    assertThat(OnReject.LLM.apply(unfit)).isEqualTo(unfit);
    assertThat(OnReject.parse(" Fail")).contains(OnReject.FAIL);
    assertThat(OnReject.parse("cascade")).isEmpty();
  }
}
