package io.understudy.spark.store;

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
public final class LabelStores {
  private static @Nullable LabelStores current;
  private static @Nullable SparkContext currentContext;

  private final Map<String, LabelStore> byFolder = new HashMap<>();
  private @Nullable SessionLabels memory;

  private LabelStores() {}

  /** The stores of a running application. */
  public static synchronized LabelStores of(SparkContext context) {
    LabelStores stores = current;
    if (stores == null || currentContext != context) {
      stores = new LabelStores();
      current = stores;
      currentContext = context;
    }
    return stores;
  }

  /** Where the queries of these settings keep their labels. */
  public synchronized LabelStore store(SparkSession session, UnderstudyConf conf) {
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

  private static LabelStore delta(String folder, SparkSession session, UnderstudyConf conf) {
    SparkContext context = session.sparkContext();
    return new DeltaLabels(
        StoreRoot.of(folder, context.hadoopConfiguration()),
        session.newSession(),
        // No dot: it ends the writer's name in the name of a file.
        context.applicationId().replace('.', '-') + "-" + UUID.randomUUID(),
        conf.storeMemory(),
        LabelStores::thread);
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
