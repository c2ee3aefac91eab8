package io.understudy.embed.onnx;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The models in this jar. */
enum SentenceModel {
  /** BAAI/bge-small-en-v1.5, 12 layers, 8-bit weights; pools the first token (model card). */
  BGE_SMALL_EN("bge-small-en-v1.5", "bge-small-en-v1.5-q", Pooling.CLS),
  /** sentence-transformers/all-MiniLM-L6-v2, 6 layers, 8-bit weights; pools the mean. */
  ALL_MINILM_L6("all-minilm-l6-v2", "all-minilm-l6-v2-q", Pooling.MEAN);

  /** Length of the vectors of both. */
  static final int DIMENSION = 384;

  /**
   * Tokens that the models' position embeddings reach, {@code [CLS]} and {@code [SEP]} included.
   */
  static final int MAX_TOKENS = 512;

  private final String configName;
  private final String file;
  private final Pooling pooling;

  SentenceModel(String configName, String file, Pooling pooling) {
    this.configName = configName;
    this.file = file;
    this.pooling = pooling;
  }

  /** The model that {@code spark.understudy.embedder} names, in any case. */
  static Optional<SentenceModel> named(String name) {
    String wanted = name.strip().toLowerCase(Locale.ROOT);
    return Stream.of(values()).filter(model -> model.configName.equals(wanted)).findFirst();
  }

  /** Name and quantisation; changes when the vectors change. */
  String identity() {
    return "onnx:" + file;
  }

  /** Class path resource of the network. */
  String network() {
    return "/" + file + ".onnx";
  }

  /** Class path resource of the vocabulary, in the form of Hugging Face's tokenizers. */
  String tokenizer() {
    return "/" + file + "-tokenizer.json";
  }

  Pooling pooling() {
    return pooling;
  }
}
