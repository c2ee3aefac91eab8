package io.understudy.spark.stage.infer;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.call.Answer;
import io.understudy.call.AnswerSet;
import io.understudy.call.Category;
import java.util.List;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

class AnswerValuesTest {
  private static final List<Category> KINDS =
      List.of(Category.named("film"), Category.named("book"), Category.named("größe"));

  @Test
  void yesNoIsBoolean() {
    AnswerValues values = new AnswerValues(new AnswerSet.YesNo(), false);
    assertThat(values.ofClass(1)).isEqualTo(true);
    assertThat(values.of(Answer.of(0))).isEqualTo(false);
  }

  @Test
  void oneCategoryIsItsName() {
    AnswerValues values = new AnswerValues(new AnswerSet.OneOf(KINDS), false);
    assertThat(values.ofClass(2)).isEqualTo(UTF8String.fromString("größe"));
    assertThat(values.of(Answer.of(1))).isEqualTo(UTF8String.fromString("book"));
  }

  @Test
  void outputModeMakesArrays() {
    AnswerValues single = new AnswerValues(new AnswerSet.OneOf(KINDS), true);
    assertThat(single.ofClass(0)).isEqualTo(array("film"));
    assertThat(single.of(Answer.of(1))).isEqualTo(array("book"));
    AnswerValues multi = new AnswerValues(new AnswerSet.AnyOf(KINDS), true);
    assertThat(multi.of(new Answer(List.of()))).isEqualTo(array());
    assertThat(multi.of(new Answer(List.of(0, 2)))).isEqualTo(array("film", "größe"));
  }

  private static GenericArrayData array(String... texts) {
    Object[] values = new Object[texts.length];
    for (int i = 0; i < texts.length; i++) {
      values[i] = UTF8String.fromString(texts[i]);
    }
    return new GenericArrayData(values);
  }
}
