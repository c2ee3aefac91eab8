package io.understudy.spark.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LogLinesTest {
  private static LogLines lines(List<String> texts) {
    List<ObjectNode> body = texts.stream().map(text -> LogLines.line().put("text", text)).toList();
    return new LogLines("writer", 7, body);
  }

  @Property(tries = 200)
  void whatIsWrittenIsRead(@ForAll @Size(max = 5) List<String> texts) throws IOException {
    assertThat(LogLines.of(lines(texts).bytes())).contains(lines(texts));
  }

  @Test
  void aFileThatIsCutAnywhereIsNotWhole() throws IOException {
    byte[] bytes = lines(List.of("one", "two\nlines", "three")).bytes();
    for (int length = 0; length < bytes.length; length++) {
      assertThat(LogLines.of(Arrays.copyOf(bytes, length))).as("%d bytes", length).isEmpty();
    }
  }

  @Test
  void aFileThatLostALineOrHasAnotherFormIsRefused() throws IOException {
    String whole = new String(lines(List.of("one", "two")).bytes(), StandardCharsets.UTF_8);
    assertThatThrownBy(() -> LogLines.of(bytes(whole.replace("{\"text\":\"one\"}\n", ""))))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> LogLines.of(bytes(whole.replace("\"format\":1", "\"format\":2"))))
        .isInstanceOf(IOException.class);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
