package io.understudy.spark.stage.label;

import io.understudy.llm.ClusterLimits;
import io.understudy.llm.Pace;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The executor's side of a {@link ClusterBudget}: leases room from the driver ahead of need, on a
 * thread of its own, and hands it out.
 */
final class DriverPace implements Pace {
  private static final Logger LOG = LoggerFactory.getLogger(DriverPace.class);
  private static final long RENEW_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long AFTER_ERROR_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Room that is not used for so long is given up, or it could be used in a burst. */
  private static final long STALE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final String endpoint;
  private final ClusterLimits limits;
  private final String jvm;
  private final int concurrency;
  private final Function<DeskRequest.Lease, ClusterLease> driver;
  private final ScheduledExecutorService timer;
  private final LongSupplier clock;

  private final Set<Runnable> waiting = new LinkedHashSet<>();
  private int inFlight;
  private int places;
  private long requests;
  private long debt;
  private long tokensOfOne = 1;
  private long from;
  private boolean asking;
  private boolean waking;
  private boolean refused;

  /**
   * @param endpoint identity of the endpoint
   * @param concurrency requests in flight that this JVM wants
   * @param driver asks the driver and waits for its answer
   * @param timer runs what this pace does later
   * @param clock what {@link System#nanoTime()} would say
   */
  DriverPace(
      String endpoint,
      ClusterLimits limits,
      String jvm,
      int concurrency,
      Function<DeskRequest.Lease, ClusterLease> driver,
      ScheduledExecutorService timer,
      LongSupplier clock) {
    this.endpoint = endpoint;
    this.limits = limits;
    this.jvm = jvm;
    this.concurrency = concurrency;
    this.driver = driver;
    this.timer = timer;
    this.clock = clock;
  }

  @Override
  public synchronized boolean take(long tokens, Runnable whenRoom) {
    tokensOfOne = Math.max(1, tokens);
    long now = clock.getAsLong();
    if (requests > 0 && now - from > STALE_NANOS) {
      requests = 0;
    }
    boolean placed = inFlight < places;
    boolean leased = !flows() || requests > 0;
    if (placed && leased && (!flows() || now - from >= 0)) {
      inFlight++;
      requests--;
      if (flows() && requests == 0) {
        askLater(0);
      }
      return true;
    }
    waiting.add(whenRoom);
    if (placed && leased) {
      wakeLater(from - now);
    } else {
      askLater(placed || places == 0 && inFlight == 0 && !refused ? 0 : RENEW_NANOS);
    }
    return false;
  }

  private boolean flows() {
    return limits.requestsPerMinute() > 0 || limits.tokensPerMinute() > 0;
  }

  @Override
  public synchronized void used(long more, long tokens) {
    requests -= more;
    debt += tokens + more * tokensOfOne;
  }

  @Override
  public synchronized void left() {
    inFlight--;
    if (idle() && limits.concurrency() > 0) {
      // Tells the driver that the places are free, unless there is work again by then.
      askLater(RENEW_NANOS);
    }
  }

  private boolean idle() {
    return inFlight == 0 && waiting.isEmpty();
  }

  /** Call with the lock held. */
  private void askLater(long delay) {
    if (!asking) {
      asking = true;
      ScheduledFuture<?> unused = timer.schedule(this::ask, delay, TimeUnit.NANOSECONDS);
    }
  }

  /** Call with the lock held. */
  private void wakeLater(long delay) {
    if (!waking) {
      waking = true;
      ScheduledFuture<?> unused = timer.schedule(this::wake, delay, TimeUnit.NANOSECONDS);
    }
  }

  private void wake() {
    List<Runnable> ready;
    synchronized (this) {
      waking = false;
      ready = List.copyOf(waiting);
      waiting.clear();
    }
    ready.forEach(Runnable::run);
  }

  private void ask() {
    DeskRequest.Lease wish;
    synchronized (this) {
      long wanted = flows() && requests <= 0 && !idle() ? concurrency - requests : 0;
      wish =
          new DeskRequest.Lease(
              endpoint,
              limits,
              jvm,
              inFlight,
              idle() ? 0 : concurrency,
              wanted,
              wanted * tokensOfOne,
              debt);
    }
    try {
      granted(wish, driver.apply(wish));
    } catch (RuntimeException e) {
      LOG.debug("No lease from the driver for {}", endpoint, e);
      synchronized (this) {
        asking = false;
        askLater(AFTER_ERROR_NANOS);
      }
    }
  }

  private synchronized void granted(DeskRequest.Lease wish, ClusterLease lease) {
    asking = false;
    places = lease.places();
    refused = wish.places() > 0 && places == 0;
    long now = clock.getAsLong();
    if (lease.requests() > 0) {
      requests += lease.requests();
      debt -= wish.debt();
      from = now + lease.delayNanos();
    }
    if (!waiting.isEmpty()) {
      wakeLater(requests > 0 ? Math.max(0, from - now) : 0);
    }
    if (limits.concurrency() > 0 && !idle()) {
      askLater(RENEW_NANOS);
    }
  }
}
