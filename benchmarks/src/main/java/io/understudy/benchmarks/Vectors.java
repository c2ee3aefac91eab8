package io.understudy.benchmarks;

import io.understudy.embed.Embedder;
import io.understudy.embed.EmbedderConfig;
import io.understudy.embed.Embedders;
import io.understudy.llm.ApiKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The sets as tables with embeddings, computed once and kept as Parquet. */
public final class Vectors {
  private static final String EMBEDDER = "bge-small-en-v1.5";
  private static final int BATCH = 64;
  private static final int BATCHES_PER_NOTE = 32;

  private static final StructType SCHEMA =
      new StructType(
          new StructField[] {
            new StructField("id", DataTypes.StringType, false, Metadata.empty()),
            new StructField("text", DataTypes.StringType, false, Metadata.empty()),
            new StructField(
                "emb",
                DataTypes.createArrayType(DataTypes.FloatType, false),
                false,
                Metadata.empty())
          });

  private final SparkSession spark;
  private final Path folder;

  public Vectors(SparkSession spark, Path folder) {
    this.spark = spark;
    this.folder = folder;
  }

  /** A table with the columns id, text and emb, in no particular order. */
  public Dataset<Row> table(DataSet set) throws Exception {
    Embedder embedder =
        Embedders.shared(new EmbedderConfig(EMBEDDER, null), reference -> ApiKey.NONE);
    Path path = folder.resolve(set.name() + "-" + fingerprint(set, embedder) + ".parquet");
    if (!Files.exists(path.resolve("_SUCCESS"))) {
      spark
          .createDataFrame(embed(set, embedder), SCHEMA)
          .repartition(4)
          .write()
          .mode("overwrite")
          .parquet(path.toString());
    }
    return spark.read().schema(SCHEMA).parquet(path.toString());
  }

  /** The embeddings by row id, on the driver. */
  public Map<String, float[]> byId(DataSet set) throws Exception {
    Map<String, float[]> byId = new HashMap<>();
    for (Row row : table(set).collectAsList()) {
      List<Float> entries = row.getList(2);
      float[] vector = new float[entries.size()];
      for (int d = 0; d < vector.length; d++) {
        vector[d] = entries.get(d);
      }
      byId.put(row.getString(0), vector);
    }
    return byId;
  }

  private static List<Row> embed(DataSet set, Embedder embedder)
      throws InterruptedException, ExecutionException {
    long started = System.nanoTime();
    ExecutorService threads =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try {
      List<Future<List<Row>>> batches = new ArrayList<>();
      for (int from = 0; from < set.rows().size(); from += BATCH) {
        List<DataSet.Item> items =
            set.rows().subList(from, Math.min(from + BATCH, set.rows().size()));
        batches.add(threads.submit(() -> rows(items, embedder)));
      }
      List<Row> rows = new ArrayList<>(set.rows().size());
      for (Future<List<Row>> batch : batches) {
        rows.addAll(batch.get());
        if (rows.size() % (BATCH * BATCHES_PER_NOTE) == 0 || rows.size() == set.rows().size()) {
          System.err.printf(
              "%s: embedded %,d of %,d texts in %d s%n",
              set.name(),
              rows.size(),
              set.rows().size(),
              (System.nanoTime() - started) / 1_000_000_000L);
        }
      }
      return rows;
    } finally {
      threads.shutdownNow();
    }
  }

  private static List<Row> rows(List<DataSet.Item> items, Embedder embedder) throws Exception {
    float[][] vectors = embedder.embed(items.stream().map(DataSet.Item::text).toList());
    List<Row> rows = new ArrayList<>(items.size());
    for (int i = 0; i < vectors.length; i++) {
      Float[] boxed = new Float[vectors[i].length];
      for (int d = 0; d < boxed.length; d++) {
        boxed[d] = vectors[i][d];
      }
      rows.add(RowFactory.create(items.get(i).id(), items.get(i).text(), boxed));
    }
    return rows;
  }

  private static String fingerprint(DataSet set, Embedder embedder) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(embedder.identity().getBytes(StandardCharsets.UTF_8));
      for (DataSet.Item item : set.rows()) {
        digest.update((item.id() + "\u0000" + item.text()).getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
