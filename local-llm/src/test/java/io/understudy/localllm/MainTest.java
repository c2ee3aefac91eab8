package io.understudy.localllm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MainTest {
  @Test
  void optionsFromTheCommandLine(@TempDir Path folder) throws Exception {
    Path first = folder.resolve("a.jsonl");
    Path second = folder.resolve("b.jsonl");
    Files.writeString(first, "{\"text\": \"t\", \"question\": \"plot\", \"answer\": true}\n");
    Files.writeString(second, "\n{\"text\": \"t\", \"answer\": \"FALSE\"}\n");

    LocalLlmOptions options =
        Main.options(
            List.of(
                "--labels",
                first.toString(),
                "--labels",
                second.toString(),
                "--port",
                "0",
                "--latency-ms",
                "40",
                "--queue",
                "7",
                "--fault",
                "reset=0.25",
                "--seed",
                "9",
                "--keyword",
                "fire",
                "--no-usage"));

    assertThat(options.latency()).isEqualTo(Duration.ofMillis(40));
    assertThat(options.concurrency()).isEqualTo(7);
    assertThat(options.queues()).isTrue();
    assertThat(options.usage()).isFalse();
    assertThat(options.faults().shares()).containsOnly(Map.entry(Fault.RESET, 0.25));
    assertThat(options.faults().seed()).isEqualTo(9);
    assertThat(options.oracle().answer(asked("Is the plot good?", "t"))).hasValue(List.of("true"));
    assertThat(options.oracle().answer(asked("Is it long?", "t"))).hasValue(List.of("false"));
    assertThat(options.oracle().answer(asked("?", "a Fire"))).hasValue(List.of("true"));
  }

  @ParameterizedTest
  @CsvSource({
    "--fault nonsense=1, nonsense",
    "--fault reset, NAME=PROBABILITY",
    "--port x, --port wants a number",
    "--port, --port",
    "--what 3, --what",
    "--response-format xml, xml"
  })
  void wrongOptionsAreNamed(String line, String named) {
    assertThatThrownBy(() -> Main.options(List.of(line.split(" ", -1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(named);
  }

  @Test
  void aBrokenLabelFileIsNamedWithItsLine(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("labels.jsonl");
    Files.writeString(file, "{\"text\": \"t\", \"answer\": 1}\n{\"text\": \"t\"}\n");
    assertThatThrownBy(() -> Main.options(List.of("--labels", file.toString())))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("labels.jsonl:2");
  }

  @ParameterizedTest
  @EnumSource
  void helpNamesEveryFault(Fault fault) {
    assertThat(Main.HELP).contains(fault.option());
    assertThat(Fault.ofOption(fault.option())).isEqualTo(fault);
  }

  @Test
  void anAnswerThatIsNotOnTheListIsNoAnswer() {
    assertThat(LabelledFile.of(Map.of("t", "maybe")).answer(asked("?", "t")))
        .isEqualTo(Optional.empty());
  }

  private static Asked asked(String instruction, String text) {
    return new Asked(instruction, List.of("false", "true"), false, Map.of("x", text));
  }
}
