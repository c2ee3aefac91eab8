package io.understudy.spark.stage.infer;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.call.Answer;
import io.understudy.call.AnswerSet;
import io.understudy.call.Category;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AnswerValuesTest {
  private static final List<Category> KINDS =
      List.of(Category.named("film"), Category.named("book"), Category.named("größe"));

  @Test
  void yesNoIsBoolean() {
    AnswerValues values = new AnswerValues(new AnswerSet.YesNo(), false, null);
    assertThat(values.played(1, Float.NaN)).isEqualTo(true);
    assertThat(values.llm(Answer.of(0))).isEqualTo(false);
  }

  @Test
  void oneCategoryIsItsName() {
    AnswerValues values = new AnswerValues(new AnswerSet.OneOf(KINDS), false, null);
    assertThat(values.played(2, Float.NaN)).isEqualTo(UTF8String.fromString("größe"));
    assertThat(values.llm(Answer.of(1))).isEqualTo(UTF8String.fromString("book"));
  }

  @Test
  void outputModeMakesArrays() {
    AnswerValues single = new AnswerValues(new AnswerSet.OneOf(KINDS), true, null);
    assertThat(single.played(0, Float.NaN)).isEqualTo(array("film"));
    assertThat(single.llm(Answer.of(1))).isEqualTo(array("book"));
    AnswerValues multi = new AnswerValues(new AnswerSet.AnyOf(KINDS), true, null);
    assertThat(multi.label(new Answer(List.of()))).isEqualTo(array());
    assertThat(multi.label(new Answer(List.of(0, 2)))).isEqualTo(array("film", "größe"));
  }

  @Test
  void keptAnswersTellWhoGaveThem() {
    AnswerValues values =
        new AnswerValues(new AnswerSet.OneOf(KINDS), false, new AnswerValues.Models("kept", "gpt"));
    assertThat(values.played(0, 0.75f)).isEqualTo(row("film", "proxy", "kept", 0.75));
    assertThat(values.label(Answer.of(1))).isEqualTo(row("book", "label", "gpt", null));
    assertThat(values.llm(Answer.of(1))).isEqualTo(row("book", "llm", "gpt", null));
    assertThat(values.failed()).isEqualTo(row(null, "failed", "gpt", null));
    assertThat(new AnswerValues(new AnswerSet.YesNo(), false, null).failed()).isNull();
  }

  private static GenericInternalRow row(
      @Nullable String answer, String by, String model, @Nullable Double score) {
    return new GenericInternalRow(
        new @Nullable Object[] {
          UTF8String.fromString(answer),
          UTF8String.fromString(by),
          UTF8String.fromString(model),
          score
        });
  }

  private static GenericArrayData array(String... texts) {
    Object[] values = new Object[texts.length];
    for (int i = 0; i < texts.length; i++) {
      values[i] = UTF8String.fromString(texts[i]);
    }
    return new GenericArrayData(values);
  }
}
