package io.understudy.spark.view;

/**
 * A description of something that is kept in a folder of the store, under a name.
 *
 * @param <V> the kind of description
 */
public interface StoredView<V> {
  /** In lower case. */
  String name();

  /** Number of this description, from 1. */
  int revision();

  /** Of what is described; another one if it was dropped and created again. */
  String id();

  /** The same description with another number. */
  V numbered(int number);
}
