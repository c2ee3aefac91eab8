package io.understudy.spark.store;

import io.understudy.account.Usage;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** The columns of a label in the Delta table and in {@code understudy_labels()}. */
public final class LabelColumns {
  static final String QUESTION = "question_id";
  static final String DATA = "data_hash";
  static final String ANSWER = "answer";

  /** Null where the LLM did not say, and for labels of tables from before there was this column. */
  static final String PROBABILITIES = "probabilities";

  static final String CALLS = "calls";
  static final String PAID_AT = "paid_at";
  static final String TOKENS_IN = "tokens_in";
  static final String TOKENS_OUT = "tokens_out";
  static final String TOKENS_ESTIMATED = "tokens_estimated";

  private static final DataType TEXTS = DataTypes.createArrayType(DataTypes.StringType, false);
  private static final DataType NUMBERS = DataTypes.createArrayType(DataTypes.DoubleType, false);

  /** The columns that {@code understudy_labels()} shows, in order. */
  public static final List<LabelColumn> SHOWN =
      List.of(
          column(QUESTION, DataTypes.StringType, "identity of the question with its model"),
          column("function", DataTypes.StringType, "SQL name of the function"),
          column(
              "instruction",
              DataTypes.StringType,
              "the prompt, with {column} where a row's text goes"),
          column("categories", TEXTS, "the closed set that the answer is from"),
          column("examples", DataTypes.IntegerType, "how many examples the question had"),
          column("endpoint", DataTypes.StringType, "name of the endpoint that was asked"),
          column("model", DataTypes.StringType, "the model that answered"),
          column(
              DATA,
              DataTypes.StringType,
              "identity of the row's data: 128 bits in hexadecimal; the text is not stored"),
          column(ANSWER, TEXTS, "what the LLM said: one label, several or none in multi mode"),
          new LabelColumn(
              PROBABILITIES,
              NUMBERS,
              true,
              "how likely each of the categories was to be the answer, in their order; NULL where"
                  + " the endpoint was not asked, or did not say"),
          column(CALLS, DataTypes.LongType, "requests that it took"),
          column(TOKENS_IN, DataTypes.LongType, "prompt tokens of these requests"),
          column(TOKENS_OUT, DataTypes.LongType, "completion tokens of these requests"),
          column(
              TOKENS_ESTIMATED,
              DataTypes.BooleanType,
              "whether the endpoint reported no token counts and they are estimated"),
          column("run_id", DataTypes.StringType, "the run of understudy_runs() that paid"),
          column(PAID_AT, DataTypes.TimestampType, "when the answer came"));

  static final StructType SHOWN_TYPE = type(SHOWN);

  static final StructType TABLE_TYPE =
      SHOWN_TYPE
          .add(StoreTable.WRITER, DataTypes.StringType, false)
          .add(StoreTable.SEQUENCE, DataTypes.LongType, false);

  private LabelColumns() {}

  /**
   * One column.
   *
   * @param nullable whether a label may have none
   * @param meaning what it means, in words
   */
  public record LabelColumn(String name, DataType type, boolean nullable, String meaning) {}

  /** A label as {@link #SHOWN} shows it. */
  static Row row(AskedQuestion question, PaidLabel label) {
    return RowFactory.create(values(question, label).toArray());
  }

  /** A label as the Delta table has it. */
  static Row row(AskedQuestion question, PaidLabel label, String writer, long sequence) {
    List<@Nullable Object> values = values(question, label);
    values.add(writer);
    values.add(sequence);
    return RowFactory.create(values.toArray());
  }

  private static List<@Nullable Object> values(AskedQuestion question, PaidLabel label) {
    Usage usage = label.usage();
    List<@Nullable Object> values = new ArrayList<>();
    values.add(question.id());
    values.add(question.function());
    values.add(question.instruction());
    values.add(question.categories().toArray(new String[0]));
    values.add(question.examples());
    values.add(question.endpoint());
    values.add(question.model());
    values.add(label.data().hex());
    values.add(
        label.answer().classes().stream().map(question.categories()::get).toArray(String[]::new));
    List<Double> probabilities = label.answer().probabilities();
    values.add(probabilities.isEmpty() ? null : probabilities.toArray(new Double[0]));
    values.add(usage.calls());
    values.add(usage.tokensIn());
    values.add(usage.tokensOut());
    values.add(usage.estimated());
    values.add(label.run());
    values.add(java.sql.Timestamp.from(label.paidAt()));
    return values;
  }

  static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  private static LabelColumn column(String name, DataType type, String meaning) {
    return new LabelColumn(name, type, /* nullable= */ false, meaning);
  }

  private static StructType type(List<LabelColumn> columns) {
    StructType type = new StructType();
    for (LabelColumn column : columns) {
      type = type.add(new StructField(column.name(), column.type(), column.nullable(), metadata()));
    }
    return type;
  }

  private static org.apache.spark.sql.types.Metadata metadata() {
    return org.apache.spark.sql.types.Metadata.empty();
  }
}
