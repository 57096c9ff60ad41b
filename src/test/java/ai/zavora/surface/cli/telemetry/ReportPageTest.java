package ai.zavora.surface.cli.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.adapter.telemetry.report.FileReports;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.telemetry.ReportQuery;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** The page by its structure; how it looks was checked in a browser. */
final class ReportPageTest {
    private static final Path EVENTS = Path.of("src/test/resources/ai/zavora/surface/cli/telemetry-events.jsonl");

    @TempDir
    Path folder;

    private static String page(Path file) throws InterruptedException {
        var report = new FileReports(InstantSource.fixed(Instant.parse("2026-01-02T00:00:00Z")), Optional.empty())
                .report(new ReportQuery(file, ReportQuery.EVERYTHING, Optional.empty()))
                .orElseThrow();
        return new ReportPage(report, new Prices("EUR", JsonValue.Obj.EMPTY)).html();
    }

    private static Document parsed(String page) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(page.substring(page.indexOf('\n')))));
    }

    private static List<Element> elements(Document page, String name) {
        var found = page.getElementsByTagName(name);
        var all = new ArrayList<Element>();
        for (var i = 0; i < found.getLength(); i++) {
            all.add((Element) found.item(i));
        }
        return all;
    }

    @Test
    void everyPlotIsThereAndWellFormed() throws Exception {
        var page = parsed(page(EVENTS));

        assertThat(elements(page, "svg"))
                .extracting(svg -> svg.getAttribute("aria-label"))
                .containsExactly(
                        "Events over time",
                        "Failures over time",
                        "Latency by command",
                        "Latency by tool",
                        "Latency by model",
                        "Tokens by model",
                        "Guardrails");
        assertThat(elements(page, "svg"))
                .allSatisfy(svg ->
                        assertThat(svg.getElementsByTagName("rect").getLength()).isPositive());
        assertThat(elements(page, "rect")).allSatisfy(rect -> {
            assertThat(Double.parseDouble(rect.getAttribute("width"))).isBetween(0.0, 720.0);
            assertThat(Double.parseDouble(rect.getAttribute("height"))).isBetween(0.0, 200.0);
        });
        assertThat(elements(page, "li")).hasSize(5);
    }

    @Test
    void thePageNeedsNothingButItself() throws Exception {
        var page = page(EVENTS);

        assertThat(page)
                .doesNotContain("http:", "https:", "url(", "@import", "<script", "<link", "<img", "src=", "href=");
        assertThat(page).contains("default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;");
    }

    @Test
    void namesInTheFileAreTextAndNothingElse() throws Exception {
        var file = folder.resolve("hostile.jsonl");
        var name = "<script>alert(1)</script>\\\" onload=\\\"x' &amp; \\u001b[2J\\u202e";
        Files.writeString(
                file,
                "{\"ts_unix_ms\":1767225600000,\"event\":\"command.completed\",\"duration_ms\":5,\"command\":\"" + name
                        + "\"}\n{\"ts_unix_ms\":1767225600000,\"event\":\"tool.failed\",\"duration_ms\":5,\"tool\":\""
                        + name + "\"}\n"
                        + "{\"ts_unix_ms\":1767225600000,\"event\":\"model.request.completed\",\"latency_ms\":5,"
                        + "\"input_tokens\":9,\"provider\":\"" + name + "\",\"model\":\"" + name + "\"}\n");

        var page = page(file);

        assertThat(page).doesNotContain("<script", "onload=\"", "\u001b", "\u202e");
        var document = parsed(page);
        assertThat(elements(document, "script")).isEmpty();
        assertThat(elements(document, "td"))
                .extracting(Element::getTextContent)
                .anyMatch(text -> text.startsWith("<script>alert(1)</script>\" onload=\"x' &amp; "));
    }

    @Test
    void timesStandBesideEachOtherHoweverFewMinutesThereAre() throws Exception {
        var file = folder.resolve("minutes.jsonl");
        for (var minutes = 1; minutes <= 40; minutes++) {
            var lines = new StringBuilder();
            for (var minute = 0; minute <= minutes; minute++) {
                lines.append("{\"ts_unix_ms\":")
                        .append(1767225600000L + minute * 60_000L)
                        .append(",\"event\":\"command.completed\",\"duration_ms\":5,\"command\":\"ask\"}\n");
            }
            Files.writeString(file, lines);
            var places = elements(parsed(page(file)), "text").stream()
                    .filter(text -> text.getAttribute("class").equals("time"))
                    .map(text -> Double.valueOf(text.getAttribute("x")))
                    .distinct()
                    .sorted()
                    .toList();
            assertThat(places).isNotEmpty();
            for (var i = 1; i < places.size(); i++) {
                assertThat(places.get(i) - places.get(i - 1))
                        .as(minutes + " minutes")
                        .isGreaterThanOrEqualTo(80);
            }
        }
    }

    @Test
    void aReportOnNothingIsAPageToo() throws Exception {
        var file = folder.resolve("empty.jsonl");
        Files.writeString(file, "");

        assertThat(elements(parsed(page(file)), "svg")).isEmpty();
    }

    @Test
    void theSameReportIsTheSamePage() throws IOException, InterruptedException {
        assertThat(page(EVENTS)).isEqualTo(page(EVENTS));
    }
}
