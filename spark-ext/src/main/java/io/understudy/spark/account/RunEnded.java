package io.understudy.spark.account;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonAutoDetect;
import io.understudy.account.RunColumns;
import io.understudy.account.RunColumns.RunColumn;
import io.understudy.account.RunReport;
import io.understudy.account.RunSummary;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.jspecify.annotations.Nullable;

/**
 * The event that a run has ended. Spark's listeners get it, and the event log keeps it as one flat
 * JSON object whose fields are the columns of {@code understudy_runs()} and {@code summary}.
 *
 * <p>Spark writes events by class name. A history server without this class on its class path skips
 * the event and shows the rest of the application.
 */
@JsonAutoDetect(
    fieldVisibility = JsonAutoDetect.Visibility.NONE,
    getterVisibility = JsonAutoDetect.Visibility.NONE,
    isGetterVisibility = JsonAutoDetect.Visibility.NONE)
public final class RunEnded implements SparkListenerEvent {
  /** The field with the lines that were printed at the end of the query. */
  public static final String SUMMARY = "summary";

  private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

  /** For Jackson, which then sets the fields. */
  RunEnded() {}

  /** The event of a run that is over. */
  static RunEnded of(RunSummary summary) {
    RunReport run = summary.run();
    RunEnded event = new RunEnded();
    for (RunColumn column : RunColumns.ALL) {
      Object value = column.value(run);
      // Spark's Jackson cannot write an Instant; SQL casts ISO 8601 to a timestamp.
      event.set(column.name(), value instanceof Instant instant ? instant.toString() : value);
    }
    event.set(SUMMARY, summary.text());
    return event;
  }

  /** Texts, numbers and nulls by the name of the column; times are texts in ISO 8601. */
  @JsonAnyGetter
  public Map<String, @Nullable Object> fields() {
    return Collections.unmodifiableMap(fields);
  }

  @JsonAnySetter
  void set(String name, @Nullable Object value) {
    fields.put(name, value);
  }

  @Override
  public String toString() {
    return "RunEnded" + fields;
  }
}
