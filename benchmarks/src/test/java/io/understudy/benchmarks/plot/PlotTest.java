package io.understudy.benchmarks.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.understudy.benchmarks.Figures;
import io.understudy.benchmarks.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlotTest {
  private final Path folder;

  PlotTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void figuresThatEndInASizeAreDrawnOverIt() throws IOException {
    String svg =
        drawn(
            "growth",
            figure("growth.snips.250", 0.9, 0.95),
            figure("growth.snips.500", 0.97, 0.98),
            figure("growth.sms.250", 0.8, 0.8));
    assertThat(svg).contains(">snips<", ">sms<", "polyline", ">250<", ">500<");
  }

  @Test
  void othersAreDrawnAsRanges() throws IOException {
    String svg =
        drawn(
            "throughput",
            figure("throughput.bge-small-en-v1.5", 0.9, 1.1),
            figure("throughput.all-minilm-l6-v2", 1, 1));
    assertThat(svg)
        .contains(">bge-small-en-v1.5<", ">all-minilm-l6-v2<")
        .doesNotContain("polyline");
  }

  @Test
  void runsOfAFigureThatOccursTwiceArePutTogether() throws IOException {
    String svg = drawn("share", figure("share.snips", 0.2, 0.4), figure("share.snips", 0.9));
    assertThat(svg).containsOnlyOnce(">snips<").contains("snips: 0.500 (0.200 to 0.900)");
  }

  @Test
  void aKindThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> drawn("calls", figure("growth.snips.250", 1)))
        .hasMessageContaining("no runs of a figure calls.NAME");
  }

  private static String figure(String name, double... runs) {
    return "{\"benchmark\":\"b\",\"figure\":\"%s\",\"value\":1,\"unit\":\"ratio\",\"runs\":%s}"
        .formatted(name, java.util.Arrays.toString(runs));
  }

  private String drawn(String kind, String... figures) throws IOException {
    Path file = folder.resolve("figures.jsonl");
    Files.write(file, List.of(figures));
    Options options =
        new Options("plot", false, false, Set.of(kind), 0, List.of(), List.of(), file.toString());
    new Plot().run(options, new Figures("plot", System.out));
    return Files.readString(folder.resolve("figures-" + kind + ".svg"));
  }
}
