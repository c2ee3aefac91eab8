package io.understudy.spark.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.understudy.spark.store.StoreRoot;
import org.apache.hadoop.fs.Path;

/**
 * How one kind of view is kept.
 *
 * @param <V> its description
 */
public interface ViewForm<V extends StoredView<V>> {
  /** What it is, for messages. */
  String kind();

  /** The folder of all views of this kind. */
  Path folder(StoreRoot root);

  /** Beginning of the name of a view's Delta table, before the view's id. */
  String table();

  /** Writes a description; the number of its form is added to it. */
  ObjectNode json(V view);

  /** Reads what {@link #json} wrote. */
  V view(String name, int revision, JsonNode json);
}
