package io.understudy.spark.store;

import io.understudy.spark.account.RunKeeper;
import io.understudy.spark.config.UnderstudyConf;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** The stores that an application uses: one for each folder, and one in memory. */
public final class Stores {
  private static @Nullable Stores current;
  private static @Nullable SparkContext currentContext;

  private final Map<String, LabelStore> byFolder = new HashMap<>();
  private final Map<String, DeltaRuns> runsByFolder = new HashMap<>();
  private @Nullable SessionLabels memory;

  private Stores() {}

  /** The stores of a running application. */
  public static synchronized Stores of(SparkContext context) {
    Stores stores = current;
    if (stores == null || currentContext != context) {
      stores = new Stores();
      current = stores;
      currentContext = context;
    }
    return stores;
  }

  /** Where the queries of these settings keep their labels. */
  public synchronized LabelStore labels(SparkSession session, UnderstudyConf conf) {
    Optional<String> folder = conf.store();
    if (folder.isPresent()) {
      return byFolder.computeIfAbsent(folder.get(), name -> delta(name, session, conf));
    }
    SessionLabels labels = memory;
    if (labels == null) {
      labels = new SessionLabels(conf.storeMemory());
      memory = labels;
    }
    return labels;
  }

  /** Where the queries of these settings keep their runs; empty where only the application does. */
  synchronized Optional<DeltaRuns> runs(SparkSession session, UnderstudyConf conf) {
    return conf.store()
        .map(folder -> runsByFolder.computeIfAbsent(folder, name -> runs(name, session, conf)));
  }

  /** Keeps the runs of these settings when they have ended. */
  public RunKeeper keeper(SparkSession session, UnderstudyConf conf) {
    return runs(session, conf).<RunKeeper>map(runs -> runs).orElse(RunKeeper.NONE);
  }

  private static DeltaRuns runs(String folder, SparkSession session, UnderstudyConf conf) {
    SparkContext context = session.sparkContext();
    return new DeltaRuns(
        StoreRoot.of(folder, context.hadoopConfiguration()),
        session.newSession(),
        writer(context),
        thread("understudy-store-runs"),
        conf.storeRunsDays());
  }

  /** Unique to an application and one part of one store. */
  private static String writer(SparkContext context) {
    // No dot: it ends the writer's name in the name of a file.
    return context.applicationId().replace('.', '-') + "-" + UUID.randomUUID();
  }

  private static LabelStore delta(String folder, SparkSession session, UnderstudyConf conf) {
    SparkContext context = session.sparkContext();
    return new DeltaLabels(
        StoreRoot.of(folder, context.hadoopConfiguration()),
        session.newSession(),
        writer(context),
        conf.storeMemory(),
        Stores::thread);
  }

  private static ScheduledExecutorService thread(String name) {
    return new ScheduledThreadPoolExecutor(
        1,
        task -> {
          Thread thread = new Thread(task, name);
          thread.setDaemon(true);
          return thread;
        });
  }
}
