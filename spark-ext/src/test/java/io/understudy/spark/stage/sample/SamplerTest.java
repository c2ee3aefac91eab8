package io.understudy.spark.stage.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.sample.ContentKey;
import io.understudy.spark.LocalSpark;
import io.understudy.spark.stage.read.DataReader;
import io.understudy.spark.stage.read.VectorReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SamplerTest {
  private static final DataReader DATA =
      new DataReader(List.of(new BoundReference(0, DataTypes.StringType, true)));
  private static final VectorReader VECTORS =
      new VectorReader(new BoundReference(1, DataTypes.createArrayType(DataTypes.FloatType), true));

  private static Sample sample(
      List<@Nullable String> texts, int partitions, int wanted, long seed) {
    // The rows are made on the executors, as a scan makes them.
    JavaRDD<InternalRow> rows =
        JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext())
            .parallelize(texts, partitions)
            .map(SamplerTest::row);
    return new Sampler(DATA, null, Drawing.of(wanted, wanted, wanted, seed)).sample(rows);
  }

  private static InternalRow row(@Nullable String text) {
    return new GenericInternalRow(new Object[] {text == null ? null : UTF8String.fromString(text)});
  }

  private static List<@Nullable String> texts(int distinct) {
    List<@Nullable String> texts = new ArrayList<>();
    for (int i = 0; i < distinct; i++) {
      texts.addAll(Collections.nCopies(1 + i % 3, "text " + i));
    }
    texts.addAll(Collections.nCopies(500, "heavy"));
    texts.addAll(Collections.nCopies(7, null));
    return texts;
  }

  private static List<String> drawn(Sample sample) {
    return sample.rows().stream().map(row -> row.data().values().get(0)).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 300})
  void partitionsAndOrderMakeNoDifference(int partitions) {
    List<@Nullable String> texts = texts(400);
    Sample expected = sample(texts, 3, 50, 42);
    Collections.shuffle(texts, new Random(partitions));
    Sample actual = sample(texts, partitions, 50, 42);
    assertThat(drawn(actual)).isEqualTo(drawn(expected));
    assertThat(actual.rows().stream().map(SampledRow::copies).toList())
        .isEqualTo(expected.rows().stream().map(SampledRow::copies).toList());
    assertThat(actual.alwaysAsked()).isEqualTo(expected.alwaysAsked());
    assertThat(actual.maxCopies()).isEqualTo(expected.maxCopies());
    assertThat(actual.distinct()).isEqualTo(401);
    assertThat(actual.nullRows()).isEqualTo(7);
    assertThat(actual.inputRows()).isEqualTo(texts.size() - 7L);
  }

  @Test
  void copiesAreExact() {
    List<@Nullable String> texts = texts(300);
    Map<String, Integer> copies = new HashMap<>();
    texts.stream().filter(t -> t != null).forEach(t -> copies.merge(t, 1, Integer::sum));
    Sample sample = sample(texts, 4, 1000, 1);
    assertThat(sample.rows()).hasSize(301);
    assertThat(sample.rows())
        .allSatisfy(
            row -> assertThat(row.copies()).isEqualTo(copies.get(row.data().values().get(0))));
  }

  @Test
  void nothingUnaskedWeighsMoreThanTheBound() {
    List<@Nullable String> texts = texts(300);
    Map<String, Integer> copies = new HashMap<>();
    texts.stream().filter(t -> t != null).forEach(t -> copies.merge(t, 1, Integer::sum));
    Sample sample = sample(texts, 4, 40, 9);
    assertThat(sample.alwaysAsked()).contains(ContentKey.of(List.of("heavy")).order(9));
    copies.forEach(
        (text, n) ->
            assertThat(
                    n <= sample.maxCopies()
                        || sample.alwaysAsked().contains(ContentKey.of(List.of(text)).order(9)))
                .as(text)
                .isTrue());
    assertThat(sample.maxCopies()).isLessThanOrEqualTo(3);
  }

  @Test
  void seedsDrawOthersAndEveryContentHasItsChance() {
    List<@Nullable String> texts = new ArrayList<>();
    IntStream.range(0, 60).forEach(i -> texts.add("text " + i));
    Set<String> ever = new HashSet<>();
    for (int seed = 0; seed < 25; seed++) {
      ever.addAll(drawn(sample(texts, 2, 12, seed)));
    }
    assertThat(ever).hasSizeGreaterThan(55);
    assertThat(drawn(sample(texts, 2, 12, 1))).isNotEqualTo(drawn(sample(texts, 2, 12, 2)));
  }

  @Test
  void emptyInputAndNullsOnlyAreTold() {
    Sample empty = sample(List.of(), 3, 10, 1);
    assertThat(empty.rows()).isEmpty();
    assertThat(empty.distinct()).isZero();
    assertThat(empty.maxCopies()).isEqualTo(1);
    Sample nulls = sample(new ArrayList<>(Collections.nCopies(9, null)), 3, 10, 1);
    assertThat(nulls.rows()).isEmpty();
    assertThat(nulls.nullRows()).isEqualTo(9);
  }

  private static GenericArrayData ones(int length) {
    float[] vector = new float[length];
    Arrays.fill(vector, 1);
    return new GenericArrayData(vector);
  }

  @Test
  void rowsWithoutAUsableVectorAreDrawnWithoutIt() {
    JavaRDD<InternalRow> rows =
        JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext())
            .parallelize(IntStream.range(0, 90).boxed().toList(), 3)
            .map(
                i ->
                    new GenericInternalRow(
                        new Object[] {
                          UTF8String.fromString("text " + i),
                          i % 3 == 0
                              ? null
                              : i % 30 == 1 ? new GenericArrayData(new float[1]) : ones(i % 3)
                        }));
    Sample sample = new Sampler(DATA, VECTORS, Drawing.of(100, 100, 50, 4)).sample(rows);
    assertThat(sample.rows()).hasSize(90);
    assertThat(sample.rows().stream().filter(row -> row.vector() == null)).hasSize(33);
    assertThat(sample.inputRows()).isEqualTo(90);
    assertThat(sample.dimensions()).isEqualTo(Map.of(1, 27L, 2, 30L));
  }
}
