package io.understudy.account;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The columns of {@code understudy_runs()}, read from {@link RunReport}. */
public final class RunColumns {
  /** All of them, in order. */
  public static final List<RunColumn> ALL =
      Arrays.stream(RunReport.class.getRecordComponents()).map(RunColumn::new).toList();

  private RunColumns() {}

  /** One column. */
  public static final class RunColumn {
    private final RecordComponent component;
    private final Column documented;

    private RunColumn(RecordComponent component) {
      this.component = component;
      this.documented =
          Objects.requireNonNull(component.getAnnotation(Column.class), component.getName());
    }

    /** {@code rowsProxy} becomes {@code rows_proxy}. */
    public String name() {
      return component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    /** The column's type in Java. */
    public Class<?> type() {
      return component.getType();
    }

    /** Whether the value may be NULL. */
    public boolean nullable() {
      return type() == Double.class;
    }

    /** Unit of the value; empty for texts. */
    public String unit() {
      return documented.unit();
    }

    /** What the value means. */
    public String meaning() {
      return documented.meaning();
    }

    /** The column's value of a run. */
    public @Nullable Object value(RunReport run) {
      try {
        return component.getAccessor().invoke(run);
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException("a public record's accessor cannot fail", e);
      }
    }
  }
}
