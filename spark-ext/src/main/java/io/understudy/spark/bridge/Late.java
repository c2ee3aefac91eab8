package io.understudy.spark.bridge;

import java.io.Serializable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What executors need and the driver can only make when a first job wants it. Everything that
 * travels with the job's tasks and refers to one such object finds the same thing in it there.
 *
 * <p>Spark keeps what a plan's {@code doExecute} returns, an exception included, and would throw it
 * at every later action on the same Dataset. It asks an RDD for partitions in the thread that
 * submits a job, before the job starts, and asks again after a failure: so that is where making
 * belongs ({@link LateRows}, {@link LateInput}).
 */
public final class Late<T extends Serializable> implements Serializable {
  private static final long serialVersionUID = 1L;

  private final transient Supplier<T> maker;
  private @Nullable T made;

  /**
   * @param maker called once, or again after it has thrown
   */
  public Late(Supplier<T> maker) {
    this.maker = maker;
  }

  /** Makes it on the driver unless that was done before. */
  synchronized void make() {
    if (made == null) {
      made = maker.get();
    }
  }

  /** What was made, on the driver or where a task runs. */
  public T get() {
    T ready = made;
    if (ready == null) {
      throw new IllegalStateException("used before partitions were asked for");
    }
    return ready;
  }
}
