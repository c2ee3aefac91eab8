package io.understudy.it;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkContext;

/** The pages of the Spark UI of a running application, and its REST interface. */
final class WebPages {
  private static final List<String> START =
      List.of("/jobs/", "/stages/", "/storage/", "/environment/", "/executors/", "/SQL/");
  private static final List<String> API =
      List.of(
          "environment",
          "jobs",
          "stages?details=true",
          "sql?details=true&length=1000",
          "allexecutors",
          "executors/driver/threads");

  /** Pages of one job, stage or query, as the overview pages link to them. */
  private static final Pattern DETAIL =
      Pattern.compile(
          "href=\"[^\"]*?(/(?:jobs/job|stages/stage|SQL/execution)/\\?id=\\d+(?:&(?:amp;)?attempt=\\d+)?)");

  private final HttpClient client = HttpClient.newHttpClient();
  private final String root;
  private final String application;

  WebPages(SparkContext context) {
    root = context.uiWebUrl().get();
    application = context.applicationId();
  }

  /** Their texts by path. */
  Map<String, String> all() throws IOException, InterruptedException {
    Map<String, String> pages = new LinkedHashMap<>();
    List<String> paths = new ArrayList<>(START);
    API.forEach(path -> paths.add("/api/v1/applications/" + application + "/" + path));
    for (int i = 0; i < paths.size(); i++) {
      String text = page(paths.get(i));
      pages.put(paths.get(i), text);
      if (START.contains(paths.get(i))) {
        Matcher detail = DETAIL.matcher(text);
        while (detail.find()) {
          String path = detail.group(1).replace("&amp;", "&");
          if (!paths.contains(path)) {
            paths.add(path);
          }
        }
      }
    }
    return pages;
  }

  private String page(String path) throws IOException, InterruptedException {
    HttpResponse<String> page =
        client.send(
            HttpRequest.newBuilder(URI.create(root + path)).build(),
            HttpResponse.BodyHandlers.ofString());
    if (page.statusCode() != 200) {
      throw new IOException(path + " has status " + page.statusCode() + ": " + page.body());
    }
    return page.body();
  }
}
