package io.understudy.spark.bridge;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.spark.SparkEnv;
import org.apache.spark.rpc.RpcCallContext;
import org.apache.spark.rpc.RpcEndpointRef;
import org.apache.spark.rpc.RpcEnv;
import org.apache.spark.rpc.ThreadSafeRpcEndpoint;
import org.apache.spark.util.RpcUtils;
import scala.PartialFunction;
import scala.jdk.javaapi.FutureConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractPartialFunction;
import scala.runtime.BoxedUnit;

/**
 * Questions from executors to the driver over Spark's own RPC, so that no port has to be opened.
 *
 * <p>Messages are byte arrays: the RPC of an executor is older than the class loader that knows a
 * user's jars, and could not read classes of ours.
 */
public final class DriverChannel {
  private static final ClassTag<byte[]> BYTES = ClassTag$.MODULE$.apply(byte[].class);

  /** By name; of the application that runs now. */
  private static final Map<String, Driver> DRIVERS = new ConcurrentHashMap<>();

  private DriverChannel() {}

  /**
   * Answers, on the driver, what is asked under a name; one message at a time.
   *
   * @param answer gets a message and who takes the reply, which may be given later and from another
   *     thread
   */
  public static void serve(String name, BiConsumer<byte[], Consumer<byte[]>> answer) {
    RpcEnv env = SparkEnv.get().rpcEnv();
    env.setupEndpoint(name, new Endpoint(env, answer));
  }

  /**
   * Asks the driver and waits for its reply.
   *
   * @throws RuntimeException when none comes within {@code spark.rpc.askTimeout}
   */
  public static byte[] ask(String name, byte[] message) {
    try {
      return driver(name).askSync(message, BYTES);
    } catch (Exception e) {
      throw unreached(e);
    }
  }

  /**
   * Asks the driver.
   *
   * @return completes with the reply, or exceptionally when none comes, on a thread of Spark's RPC
   *     that must not be kept waiting
   */
  public static CompletableFuture<byte[]> asking(String name, byte[] message) {
    try {
      return FutureConverters.asJava(driver(name).ask(message, BYTES)).toCompletableFuture();
    } catch (Exception e) {
      return CompletableFuture.failedFuture(unreached(e));
    }
  }

  /** Scala declares no checked exceptions, so that nobody would expect those of the RPC. */
  private static RuntimeException unreached(Exception e) {
    if (e instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    return e instanceof RuntimeException known
        ? known
        : new IllegalStateException("The driver did not answer: " + e.getMessage(), e);
  }

  /** Spark asks the driver whether it knows the name, so the reference is made once. */
  private static RpcEndpointRef driver(String name) {
    SparkEnv env = SparkEnv.get();
    return DRIVERS
        .compute(
            name,
            (n, known) ->
                known != null && known.env() == env
                    ? known
                    : new Driver(env, RpcUtils.makeDriverRef(name, env.conf(), env.rpcEnv())))
        .ref();
  }

  private record Driver(SparkEnv env, RpcEndpointRef ref) {}

  private record Endpoint(RpcEnv rpcEnv, BiConsumer<byte[], Consumer<byte[]>> answer)
      implements ThreadSafeRpcEndpoint {
    @Override
    public PartialFunction<Object, BoxedUnit> receiveAndReply(RpcCallContext context) {
      return new AbstractPartialFunction<>() {
        @Override
        public boolean isDefinedAt(Object message) {
          return message instanceof byte[];
        }

        @Override
        public BoxedUnit apply(Object message) {
          answer.accept((byte[]) message, context::reply);
          return BoxedUnit.UNIT;
        }
      };
    }
  }
}
