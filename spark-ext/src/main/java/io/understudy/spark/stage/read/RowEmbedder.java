package io.understudy.spark.stage.read;

import io.understudy.call.RowData;
import io.understudy.embed.EmbedException;
import io.understudy.embed.Embedder;
import io.understudy.embed.EmbedderConfig;
import io.understudy.embed.Embedders;
import io.understudy.error.ErrorCondition;
import io.understudy.llm.EnvironmentSecrets;
import io.understudy.spark.error.UnderstudyException;
import io.understudy.spark.secret.HadoopAliases;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.apache.spark.TaskKilledException;

/**
 * Embeds the data of rows on an executor, with the JVM's shared embedder.
 *
 * @param config which embedder
 * @param function SQL name of the function, for messages
 */
public record RowEmbedder(EmbedderConfig config, String function) implements Serializable {

  /**
   * Makes sure that the embedder can be used.
   *
   * @throws UnderstudyException when it cannot
   */
  public void open() {
    opened();
  }

  /**
   * The embedder itself.
   *
   * @throws UnderstudyException when it cannot be used
   */
  public Embedder opened() {
    try {
      return Embedders.shared(config, new EnvironmentSecrets(new HadoopAliases()));
    } catch (EmbedException e) {
      throw failed(e);
    }
  }

  /** One vector per row; a row of several columns is embedded as one text, a line per column. */
  public float[][] embed(List<RowData> rows) {
    return embedTexts(rows.stream().map(RowData::text).toList());
  }

  /** One vector per text; equal texts are embedded once and share an array. */
  public float[][] embedTexts(List<String> texts) {
    try {
      return Embedders.shared(config, new EnvironmentSecrets(new HadoopAliases())).embed(texts);
    } catch (EmbedException e) {
      throw failed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TaskKilledException("the query was cancelled");
    }
  }

  private UnderstudyException failed(EmbedException e) {
    return new UnderstudyException(
        ErrorCondition.UNDERSTUDY_EMBEDDING,
        Map.of("function", function, "problem", String.valueOf(e.getMessage())),
        e);
  }
}
