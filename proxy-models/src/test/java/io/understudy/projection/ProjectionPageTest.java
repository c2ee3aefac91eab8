package io.understudy.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.account.Prices;
import io.understudy.call.Promise;
import io.understudy.judge.JudgedRow;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ProjectionPageTest {
  private static final String EVIL =
      "Is <script>alert(1)</script> \"good\" & 'fine'? </title><img src=x onerror=alert(2)>";

  @Test
  void textsOfTheQueryAreText() {
    String page = ProjectionPage.of(List.of(Projection.of(report(EVIL, 5000))));
    assertThat(page).doesNotContain("<script").doesNotContain("<img").contains("&lt;script&gt;");
  }

  @Property(tries = 200)
  void whateverTheTextNoTagBeginsInIt(@ForAll String text) {
    String escaped = Html.escape(text);
    assertThat(escaped).doesNotContainPattern("[<>\"']");
    assertThat(escaped.replaceAll("&(amp|lt|gt|quot|#39);", "")).doesNotContain("&");
  }

  @Test
  void thePageLoadsNothing() {
    String page = ProjectionPage.of(List.of(Projection.of(report("Is it good?", 5000))));
    assertThat(page)
        .doesNotContainPattern(Pattern.compile("\\b(src|href)\\s*=", Pattern.CASE_INSENSITIVE))
        .doesNotContainPattern("@import|url\\(|https?:")
        .contains("default-src 'none'")
        .contains("prefers-color-scheme: dark");
  }

  @Test
  void everyPlotIsNamedDescribedAndHasItsAxes() throws Exception {
    String page = ProjectionPage.of(List.of(Projection.of(report("Is it good?", 5000))));
    List<String> plots =
        Pattern.compile("<svg.*?</svg>", Pattern.DOTALL)
            .matcher(page)
            .results()
            .map(found -> found.group())
            .toList();
    assertThat(plots).hasSize(4);
    for (String plot : plots) {
      Document svg =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new InputSource(new StringReader(plot)));
      assertThat(svg.getElementsByTagName("title").item(0).getTextContent()).isNotBlank();
      assertThat(svg.getElementsByTagName("desc").item(0).getTextContent()).contains(" to ");
      assertThat(classed(svg, "axis")).isEqualTo(2);
      assertThat(plot).doesNotContain("NaN").doesNotContain("Infinity");
    }
  }

  @Test
  void theTextHasALineForEveryRow() {
    Projection projection = Projection.of(report("Is it good?", 5000));
    String text = ProjectionText.of(projection);
    assertThat(projection.rows()).hasSize(1 + 1 + 5 + 8);
    assertThat(text.lines()).hasSize(3 + projection.rows().size());
    assertThat(text).contains("labels 4,000").contains("accuracy >= 0.99").contains("5,000");
  }

  @Test
  void theTextSteersNoTerminal() {
    String text =
        ProjectionText.of(Projection.of(report("Is \u001b[2J it\u0007\u009b1m\ngood?", 5000)));
    assertThat(text).doesNotContainPattern("[\\p{Cc}&&[^\n]]").contains("'Is [2J it 1m good?'");
  }

  @Test
  void costsFollowFromCallsTokensAndPrices() {
    ProjectedRow llm = Projection.of(report("Is it good?", 5000)).rows().get(0);
    assertThat(llm.calls()).isEqualTo(5000);
    assertThat(llm.tokens()).isEqualTo(5000 * 110.0);
    assertThat(llm.cost()).isEqualTo(5000 * (100 * 2 + 10 * 8) / 1e6);
    assertThat(llm.seconds()).isEqualTo(100);
  }

  @Test
  void whereNothingCanBeProjectedTheReasonIsTold() {
    PilotReport none =
        new PilotReport(
            "run",
            "AI.IF",
            "Is it good?",
            "default",
            setting(20),
            0,
            null,
            "Too few rows.",
            new PilotReport.CostOfLabel(Double.NaN, Double.NaN, Double.NaN, Prices.FREE),
            1);
    Projection projection = Projection.of(none);
    assertThat(projection.rows()).hasSize(1);
    assertThat(projection.rows().get(0).note()).isEqualTo("Too few rows.");
    assertThat(projection.rows().get(0).seconds()).isNull();
    assertThat(ProjectionText.of(projection)).contains("Too few rows.");
    assertThat(ProjectionPage.of(List.of(projection)))
        .contains("Too few rows.")
        .doesNotContain("<svg");
  }

  private static int classed(Document svg, String name) {
    NodeList all = svg.getElementsByTagName("text");
    int count = 0;
    for (int i = 0; i < all.getLength(); i++) {
      count +=
          name.equals(all.item(i).getAttributes().getNamedItem("class").getNodeValue()) ? 1 : 0;
    }
    return count;
  }

  private static Setting setting(long contents) {
    return new Setting(contents, List.of(new Promise.Accuracy(0.9)), 0.9, 1000, 0.4, 0);
  }

  static PilotReport report(String instruction, long contents) {
    Random random = new Random(5);
    int[] sizes = {19, 30, 48, 76, 121, 192};
    boolean[][] right = new boolean[240][sizes.length];
    List<JudgedRow> rows = new ArrayList<>();
    LearningCurve curve = new LearningCurve(200, 0.15, 0.6, 0.5);
    for (boolean[] row : right) {
      double own = random.nextDouble();
      for (int i = 0; i < sizes.length; i++) {
        row[i] = own < curve.agreement(sizes[i]);
      }
      boolean agrees = row[sizes.length - 1];
      double certainty = agrees ? random.nextDouble() : random.nextDouble() / 2;
      rows.add(JudgedRow.single(agrees ? 1 : 0, 1, 0.5 + certainty / 2));
    }
    return new PilotReport(
        "run",
        "AI.IF",
        instruction,
        "default",
        setting(contents),
        240,
        new Pilot(2, sizes, right, rows),
        "",
        new PilotReport.CostOfLabel(100, 10, 0.02, new Prices(2, 8)),
        1);
  }
}
