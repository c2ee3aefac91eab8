package io.understudy.spark.prepared;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The bytes of a model's file: one line of JSON with the format and the SHA-256 of what follows,
 * then one line of JSON, the model.
 */
final class ModelFile {
  /** The format that this version writes, and the newest that it reads. */
  static final int FORMAT = 1;

  private static final String FORMAT_FIELD = "understudyModel";
  private static final ObjectMapper JSON = new ObjectMapper();

  private ModelFile() {}

  static byte[] write(PreparedModel model) throws IOException {
    byte[] body = JSON.writeValueAsBytes(ModelJson.write(model));
    byte[] head =
        JSON.writeValueAsBytes(
            JSON.createObjectNode().put(FORMAT_FIELD, FORMAT).put("sha256", sha256(body)));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(head.length + body.length + 2);
    bytes.write(head);
    bytes.write('\n');
    bytes.write(body);
    bytes.write('\n');
    return bytes.toByteArray();
  }

  /**
   * @throws IOException that says, in a sentence, why it is no model that this version can use
   */
  static PreparedModel read(byte[] bytes) throws IOException {
    int end = 0;
    while (end < bytes.length && bytes[end] != '\n') {
      end++;
    }
    JsonNode head = head(Arrays.copyOf(bytes, end));
    int format = head.path(FORMAT_FIELD).asInt(0);
    if (format < 1) {
      throw new IOException("It is damaged: its first line is none of a model.");
    }
    if (format > FORMAT) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "It has format %d, which a newer version wrote; this one knows formats up to %d.",
              format,
              FORMAT));
    }
    int last =
        bytes.length > end && bytes[bytes.length - 1] == '\n' ? bytes.length - 1 : bytes.length;
    byte[] body = Arrays.copyOfRange(bytes, Math.min(end + 1, last), last);
    if (!sha256(body).equals(head.path("sha256").asText())) {
      throw new IOException(
          "It is damaged: its content does not have the checksum it was written with.");
    }
    try {
      return ModelJson.read(JSON.readTree(body));
    } catch (RuntimeException wrong) {
      throw new IOException("It does not hold a model: " + wrong.getMessage() + ".", wrong);
    }
  }

  private static JsonNode head(byte[] line) throws IOException {
    try {
      return JSON.readTree(new String(line, StandardCharsets.UTF_8));
    } catch (IOException noJson) {
      throw new IOException("It is damaged: its first line is none of a model.", noJson);
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
