package io.understudy.spark.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ConfigPagesTest {
  static Stream<Arguments> pages() {
    return Stream.of(
        Arguments.of("conf/understudy-defaults.conf.template", ConfigPages.template()),
        Arguments.of("docs/configuration.md", ConfigPages.page()));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void pageIsWhatTheCodeSays(String name, String expected) throws IOException {
    Path page = Path.of(System.getProperty("understudy.root"), name);
    if ("1".equals(System.getenv("UNDERSTUDY_REGENERATE"))) {
      Files.createDirectories(page.getParent());
      Files.writeString(page, expected);
    }
    assertThat(page)
        .as("%s is generated from the code. Regenerate it: %s", name, ConfigPages.REGENERATE)
        .hasContent(expected);
  }
}
