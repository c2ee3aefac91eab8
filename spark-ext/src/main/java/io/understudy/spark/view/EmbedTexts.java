package io.understudy.spark.view;

import io.understudy.spark.stage.read.RowEmbedder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Rows of a key's halves and a text become rows of a {@link VectorTable}, a batch at a time.
 *
 * @param batch texts handed to the embedder at once
 */
record EmbedTexts(RowEmbedder embedder, int batch) implements MapPartitionsFunction<Row, Row> {
  @Override
  public Iterator<Row> call(Iterator<Row> texts) {
    return new Embedded(texts);
  }

  private final class Embedded implements Iterator<Row> {
    private final Iterator<Row> texts;
    private Iterator<Row> ready = List.<Row>of().iterator();

    Embedded(Iterator<Row> texts) {
      this.texts = texts;
    }

    @Override
    public boolean hasNext() {
      return ready.hasNext() || texts.hasNext();
    }

    @Override
    public Row next() {
      if (!ready.hasNext()) {
        ready = embedded();
      }
      return ready.next();
    }

    private Iterator<Row> embedded() {
      if (!texts.hasNext()) {
        throw new NoSuchElementException();
      }
      List<Row> rows = new ArrayList<>(batch);
      while (texts.hasNext() && rows.size() < batch) {
        rows.add(texts.next());
      }
      float[][] vectors = embedder.embedTexts(rows.stream().map(row -> row.getString(2)).toList());
      List<Row> embedded = new ArrayList<>(rows.size());
      for (int i = 0; i < vectors.length; i++) {
        embedded.add(RowFactory.create(rows.get(i).getLong(0), rows.get(i).getLong(1), vectors[i]));
      }
      return embedded.iterator();
    }
  }
}
