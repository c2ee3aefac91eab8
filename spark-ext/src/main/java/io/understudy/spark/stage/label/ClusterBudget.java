package io.understudy.spark.stage.label;

import io.understudy.llm.ClusterLimits;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The driver's side of what all JVMs of an application together may ask of one endpoint. Not
 * thread-safe.
 *
 * <ul>
 *   <li>Requests and tokens per minute flow evenly, without a burst at the start. A JVM leases as
 *       much as flows in half a second; leases follow each other in the order in which they were
 *       asked for. So nobody starves, however slow the flow is, and no minute has more than was
 *       configured.
 *   <li>Requests in flight are shared evenly among the JVMs that have something to ask. A JVM that
 *       comes later gets its share as the others renew their leases. With fewer places than JVMs
 *       they take turns of a second.
 * </ul>
 */
final class ClusterBudget {
  /** How much of the flow one lease takes at a time. */
  private static final double LEASE_SECONDS = 0.5;

  /** Leases that begin late in their half second would else exceed a minute's budget. */
  private static final double SAFETY = 0.99;

  private static final long TURN = TimeUnit.SECONDS.toNanos(1);
  private static final long SILENT = TimeUnit.SECONDS.toNanos(10);

  /** A JVM that has something to ask. */
  private static final class Member {
    private int granted;
    private int inFlight;
    private int wanted;
    private long seen;

    /** What must be assumed to be in flight, now or soon. */
    private int held() {
      return Math.max(granted, inFlight);
    }
  }

  private final ClusterLimits limits;
  private final LongSupplier clock;
  private final Map<String, Member> members = new TreeMap<>();
  private long requestsFreeAt;
  private long tokensFreeAt;

  /**
   * @param clock what {@link System#nanoTime()} would say
   */
  ClusterBudget(ClusterLimits limits, LongSupplier clock) {
    this.limits = limits;
    this.clock = clock;
    this.requestsFreeAt = clock.getAsLong();
    this.tokensFreeAt = requestsFreeAt;
  }

  ClusterLease lease(DeskRequest.Lease wish) {
    long now = clock.getAsLong();
    members.values().removeIf(member -> now - member.seen > SILENT);
    if (wish.places() == 0) {
      members.remove(wish.jvm());
      return new ClusterLease(0, 0, 0, 0);
    }
    Member member = members.computeIfAbsent(wish.jvm(), jvm -> new Member());
    member.seen = now;
    member.inFlight = wish.inFlight();
    member.wanted = wish.places();
    int places = places(wish, member, now);
    long requests = wish.requests() == 0 ? 0 : Math.min(wish.requests(), share(wish));
    long tokens = requests == 0 ? 0 : tokens(wish, requests);
    long from = Math.max(takeRequests(requests, now), takeTokens(tokens, now));
    return new ClusterLease(places, requests, tokens, Math.max(0, from - now));
  }

  /** A JVM is gone. */
  void forget(String jvm) {
    members.remove(jvm);
  }

  private int places(DeskRequest.Lease wish, Member member, long now) {
    if (limits.concurrency() == 0) {
      return wish.places();
    }
    int others =
        members.values().stream().filter(other -> other != member).mapToInt(Member::held).sum();
    int free = Math.max(0, limits.concurrency() - others);
    member.granted = Math.min(Math.min(wish.places(), free), most(wish.jvm(), member, now));
    return member.granted;
  }

  /** What a JVM may have at most: its even share, and what the others leave. */
  private int most(String jvm, Member member, long now) {
    int fair = limits.concurrency() / members.size();
    int position = members.keySet().stream().toList().indexOf(jvm);
    if (fair == 0) {
      long turn = Math.floorMod(now / TURN + position, (long) members.size());
      return turn < limits.concurrency() ? 1 : 0;
    }
    int rest = limits.concurrency() % members.size();
    int own = fair + (position < rest ? 1 : 0);
    int left =
        members.values().stream()
            .filter(other -> other != member)
            .mapToInt(other -> Math.max(0, fair - other.wanted))
            .sum();
    return own + left;
  }

  /** How many requests of the JVM flow in half a second, at least one. */
  private long share(DeskRequest.Lease wish) {
    double seconds = LEASE_SECONDS / members.size();
    double share = Double.MAX_VALUE;
    if (limits.requestsPerMinute() > 0) {
      share = limits.requestsPerMinute() / 60.0 * seconds;
    }
    if (limits.tokensPerMinute() > 0) {
      double tokensOfOne = (double) wish.tokens() / wish.requests();
      share = Math.min(share, limits.tokensPerMinute() / 60.0 * seconds / tokensOfOne);
    }
    return Math.max(1, (long) share);
  }

  /** Tokens for that many of the wished requests, and what the JVM has used too much of before. */
  private static long tokens(DeskRequest.Lease wish, long requests) {
    return Math.max(
        0, wish.debt() + Math.round((double) wish.tokens() * requests / wish.requests()));
  }

  private long takeRequests(long requests, long now) {
    if (limits.requestsPerMinute() == 0 || requests == 0) {
      return now;
    }
    long from = later(requestsFreeAt, now);
    requestsFreeAt = from + nanos(requests, limits.requestsPerMinute());
    return from;
  }

  private long takeTokens(long tokens, long now) {
    if (limits.tokensPerMinute() == 0 || tokens == 0) {
      return now;
    }
    long from = later(tokensFreeAt, now);
    tokensFreeAt = from + nanos(tokens, limits.tokensPerMinute());
    return from;
  }

  private static long later(long one, long other) {
    return one - other > 0 ? one : other;
  }

  private static long nanos(long amount, long perMinute) {
    return (long) (amount * (double) TimeUnit.MINUTES.toNanos(1) / (perMinute * SAFETY));
  }
}
