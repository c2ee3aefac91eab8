package io.understudy.spark.account;

import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lines on the driver's standard error that tell a waiting user what is going on. */
public final class Progress {
  private static final Logger LOG = LoggerFactory.getLogger(Progress.class);
  private static final long INTERVAL_SECONDS = 2;

  private static final ScheduledExecutorService TICKER =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "understudy-progress");
            thread.setDaemon(true);
            return thread;
          });

  private final boolean shown;

  /**
   * @param shown whether lines go to standard error; they are logged in any case
   */
  public Progress(boolean shown) {
    this.shown = shown;
  }

  /** A line while something long is under way. */
  public interface Watch extends AutoCloseable {
    @Override
    void close();
  }

  /** Writes one line. */
  public void say(String line) {
    LOG.info(line);
    if (shown) {
      System.err.println("understudy: " + line);
    }
  }

  /**
   * Tells every few seconds how far something is, until closed. What ends sooner says nothing.
   *
   * @param total of how many, or 0 if unknown
   * @param done how many are done
   */
  public Watch watch(String what, long total, LongSupplier done) {
    ScheduledFuture<?> ticks =
        TICKER.scheduleAtFixedRate(
            new Runnable() {
              private long told = done.getAsLong();

              @Override
              public void run() {
                long now = done.getAsLong();
                if (now > told) {
                  told = now;
                  tell(what, total, now);
                }
              }
            },
            INTERVAL_SECONDS,
            INTERVAL_SECONDS,
            TimeUnit.SECONDS);
    return () -> ticks.cancel(false);
  }

  private void tell(String what, long total, long done) {
    say(
        total > 0
            ? String.format(Locale.ROOT, "%s %,d of %,d", what, done, total)
            : String.format(Locale.ROOT, "%s %,d", what, done));
  }
}
