package io.understudy.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class FunctionPageTest {
  @Test
  void pageIsWhatTheCodeSays() throws IOException {
    String expected = FunctionPage.text();
    Path page = Path.of(System.getProperty("understudy.root"), "docs/functions.md");
    if ("1".equals(System.getenv("UNDERSTUDY_REGENERATE"))) {
      Files.writeString(page, expected);
    }
    assertThat(page)
        .as("docs/functions.md is generated. Regenerate it: %s", FunctionPage.REGENERATE)
        .hasContent(expected);
  }
}
