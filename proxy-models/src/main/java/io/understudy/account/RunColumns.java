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
  public static final List<RunColumn> ALL = of(RunReport.class);

  private RunColumns() {}

  /**
   * The columns that another record makes, each of whose components is documented.
   *
   * @param rows a public record
   */
  public static List<RunColumn> of(Class<? extends Record> rows) {
    return Arrays.stream(rows.getRecordComponents()).map(RunColumn::new).toList();
  }

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
      return type() == Double.class || type() == Long.class;
    }

    /** Unit of the value; empty for texts. */
    public String unit() {
      return documented.unit();
    }

    /** What the value means. */
    public String meaning() {
      return documented.meaning();
    }

    /** The column's value of a row. */
    public @Nullable Object value(Record run) {
      try {
        return component.getAccessor().invoke(run);
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException("a public record's accessor cannot fail", e);
      }
    }
  }
}
