package io.understudy.localllm;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parts of a form (RFC 7578), name to text. */
final class Multipart {
  private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)\"?");
  private static final Pattern NAME = Pattern.compile("[; ]name=\"([^\"]*)\"");

  private Multipart() {}

  /**
   * @throws IllegalArgumentException when it is not a form
   */
  static Map<String, String> parts(String contentType, byte[] body) {
    Matcher boundary = BOUNDARY.matcher(contentType);
    if (!contentType.startsWith("multipart/form-data") || !boundary.find()) {
      throw new IllegalArgumentException("expected multipart/form-data");
    }
    Map<String, String> parts = new LinkedHashMap<>();
    String text = "\r\n" + new String(body, StandardCharsets.ISO_8859_1);
    for (String part : text.split(Pattern.quote("\r\n--" + boundary.group(1)))) {
      int end = part.indexOf("\r\n\r\n");
      Matcher name = NAME.matcher(part.substring(0, Math.max(0, end)));
      if (end >= 0 && name.find()) {
        byte[] bytes = part.substring(end + 4).getBytes(StandardCharsets.ISO_8859_1);
        parts.put(name.group(1), new String(bytes, StandardCharsets.UTF_8));
      }
    }
    return parts;
  }
}
