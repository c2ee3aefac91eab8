package io.understudy.spark.stage;

import io.understudy.call.Answer;
import io.understudy.call.RowData;
import io.understudy.sample.ContentKey;
import io.understudy.spark.stage.infer.TextSignatures;
import io.understudy.spark.stage.sample.Sample;
import io.understudy.spark.stage.sample.SampledRow;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The texts that the sample has brought to the driver, for contents known by their key only. */
final class KnownTexts {
  private final Map<ContentKey, RowData> texts = new HashMap<>();
  private final Map<Long, RowData> byOrder = new HashMap<>();
  private final Set<ContentKey> again = new HashSet<>();
  private final Set<Long> alwaysAsked;

  /**
   * @param seed of the sampling orders
   */
  KnownTexts(Sample sample, long seed) {
    this.alwaysAsked = sample.alwaysAsked();
    sample.drawn().forEach(this::add);
    if (!alwaysAsked.isEmpty()) {
      texts.forEach((key, data) -> byOrder.put(key.order(seed), data));
    }
  }

  private void add(SampledRow row) {
    again.add(row.key().again());
    // Text that is not UTF-8 has been decoded with a loss, and would be looked for by other bytes.
    if (row.key().equals(ContentKey.of(bytes(row.data())))) {
      texts.put(row.key(), row.data());
    }
  }

  private static byte[][] bytes(RowData data) {
    return data.values().stream()
        .map(text -> text.getBytes(StandardCharsets.UTF_8))
        .toArray(byte[][]::new);
  }

  /**
   * By what a row is recognised that must not be left to the understudy; null if the texts of some
   * such contents are not known, for example of labels that another query bought.
   *
   * @param labels contents with a paid label
   * @param failed contents that the LLM could not answer
   */
  @Nullable TextSignatures signatures(Map<ContentKey, Answer> labels, Set<ContentKey> failed) {
    List<RowData> found = new ArrayList<>();
    boolean all =
        Stream.concat(labels.keySet().stream(), failed.stream())
                // Second answers are kept like labels, but no row has them.
                .filter(key -> !again.contains(key))
                .allMatch(key -> add(texts.get(key), found))
            && alwaysAsked.stream().allMatch(order -> add(byOrder.get(order), found));
    return all ? TextSignatures.of(found) : null;
  }

  private static boolean add(@Nullable RowData data, List<RowData> found) {
    return data != null && found.add(data);
  }
}
