package io.understudy.localllm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** The page at {@code /}: what the server was asked. */
final class StatsPage {
  private StatsPage() {}

  static String of(JsonNode stats) {
    StringBuilder rows = new StringBuilder();
    stats
        .fields()
        .forEachRemaining(
            field -> {
              if (field.getValue().isObject()) {
                field
                    .getValue()
                    .fields()
                    .forEachRemaining(
                        part -> rows.append(row(field.getKey() + ": " + part.getKey(), part)));
              } else {
                rows.append(row(field.getKey().replace('_', ' '), field));
              }
            });
    return """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><title>Understudy local LLM</title>
        <style>body{font-family:sans-serif;margin:2em}td{padding:.2em 1em;border-bottom:1px solid #ddd}</style>
        </head><body><h1>Understudy local LLM</h1>
        <p>Speaks OpenAI's API under <code>/v1</code>. The same numbers as JSON: <a href="/stats">/stats</a>.</p>
        <table>%s</table></body></html>
        """
        .formatted(rows);
  }

  private static String row(String name, Map.Entry<String, JsonNode> value) {
    return "<tr><td>" + escaped(name) + "</td><td>" + value.getValue().asText() + "</td></tr>\n";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
