package io.understudy.catalyst.bridge;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Java's collections to Scala's and back. */
public final class Seqs {
  private Seqs() {}

  /** An immutable Scala sequence with the elements of the list. */
  public static <T> Seq<T> of(List<? extends T> list) {
    @SuppressWarnings("unchecked")
    List<T> elements = (List<T>) list;
    return CollectionConverters.asScala(elements).toSeq();
  }

  /** An immutable Scala sequence of the elements. */
  @SafeVarargs
  public static <T> Seq<T> seq(T... elements) {
    return of(List.of(elements));
  }

  /** An immutable list with the elements of the Scala sequence. */
  public static <T> List<T> list(scala.collection.Seq<? extends T> seq) {
    @SuppressWarnings("unchecked")
    scala.collection.Seq<T> elements = (scala.collection.Seq<T>) seq;
    return List.copyOf(CollectionConverters.asJava(elements));
  }

  /** An immutable Scala map with the entries of the map. */
  public static <K, V> scala.collection.immutable.Map<K, V> map(Map<K, V> map) {
    return scala.collection.immutable.Map.from(CollectionConverters.asScala(map));
  }

  /** An immutable map with the entries of the Scala map. */
  public static <K, V> Map<K, V> javaMap(scala.collection.immutable.Map<K, V> map) {
    return Map.copyOf(CollectionConverters.asJava(map));
  }

  public static <T> Option<T> none() {
    return Option.empty();
  }

  public static <T> Option<T> some(T value) {
    return Option.apply(value);
  }

  public static <T> Optional<T> optional(Option<? extends T> option) {
    return option.isDefined() ? Optional.of(option.get()) : Optional.empty();
  }
}
