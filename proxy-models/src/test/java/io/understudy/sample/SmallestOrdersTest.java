package io.understudy.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.BinaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SmallestOrdersTest {

  @Property(tries = 300)
  void keepsTheSmallestWhateverTheOrderAndTheParts(
      @ForAll @Size(max = 50) List<Long> orders,
      @ForAll @IntRange(max = 12) int capacity,
      @ForAll @IntRange(min = 1, max = 5) int parts,
      @ForAll long seed) {
    List<Long> offers = new ArrayList<>(orders);
    offers.addAll(orders);
    Random random = new Random(seed);
    Collections.shuffle(offers, random);
    List<SmallestOrders<String>> collectors = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      collectors.add(new SmallestOrders<>(capacity));
    }
    offers.forEach(o -> collectors.get(random.nextInt(parts)).offer(o, "row " + o));

    SmallestOrders<String> merged = new SmallestOrders<>(capacity);
    for (SmallestOrders<String> part : collectors) {
      for (int i = 0; i < part.size(); i++) {
        merged.offer(part.orders()[i], part.payloads().get(i));
      }
    }

    List<Long> expected =
        orders.stream().distinct().sorted(Long::compareUnsigned).limit(capacity).toList();
    assertThat(merged.orders()).containsExactly(expected.stream().mapToLong(o -> o).toArray());
    assertThat(merged.payloads()).isEqualTo(expected.stream().map(o -> "row " + o).toList());
  }

  @Property(tries = 200)
  void whatIsNotAdmittedWouldChangeNothing(
      @ForAll @Size(max = 30) List<Long> orders, @ForAll long candidate) {
    SmallestOrders<String> collector = new SmallestOrders<>(5);
    orders.forEach(o -> collector.offer(o, "row"));
    long[] before = collector.orders();
    boolean admitted = collector.admits(candidate);

    collector.offer(candidate, "candidate");

    if (!admitted) {
      assertThat(collector.orders()).isEqualTo(before);
    } else {
      assertThat(collector.orders()).contains(candidate);
    }
  }

  @Test
  void ofTwoPayloadsThePreferredIsKeptWhicheverComesFirst() {
    SmallestOrders<String> one =
        new SmallestOrders<>(3, BinaryOperator.minBy(Comparator.<String>naturalOrder()));
    one.offer(7, "b");
    one.offer(7, "a");
    SmallestOrders<String> other =
        new SmallestOrders<>(3, BinaryOperator.minBy(Comparator.<String>naturalOrder()));
    other.offer(7, "a");
    other.offer(7, "b");
    assertThat(one.payloads()).isEqualTo(other.payloads()).containsExactly("a");
  }

  @Test
  void travelsBetweenJvms() throws Exception {
    SmallestOrders<String> collector = new SmallestOrders<>(2);
    collector.offer(-1, "last");
    collector.offer(1, "first");
    SmallestOrders<String> copy = roundTrip(collector);
    copy.offer(5, "between");
    assertThat(copy.payloads()).containsExactly("first", "between");
  }

  @SuppressWarnings("unchecked")
  private static <T extends Serializable> T roundTrip(T object) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (T) in.readObject();
    }
  }
}
