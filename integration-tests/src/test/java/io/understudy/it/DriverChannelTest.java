package io.understudy.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.understudy.spark.bridge.DriverChannel;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

class DriverChannelTest {
  private static JavaSparkContext context() {
    return new JavaSparkContext(
        new SparkConf()
            .setMaster("local[1]")
            .setAppName("channel")
            .set("spark.ui.enabled", "false")
            .set("spark.rpc.askTimeout", "1s"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  @Test
  void whoGetsNoReplyHearsOfItByAnExceptionThatIsExpected() throws Exception {
    try (JavaSparkContext unused = context()) {
      DriverChannel.serve("silent", (message, reply) -> {});
      assertThatThrownBy(() -> DriverChannel.ask("silent", bytes("hello")))
          .isInstanceOf(RuntimeException.class)
          .hasMessageContaining("1 second");
      assertThatThrownBy(() -> DriverChannel.ask("nobody", bytes("hello")))
          .isInstanceOf(RuntimeException.class);
      assertThat(DriverChannel.asking("nobody", bytes("hello"))).isCompletedExceptionally();
      assertThat(DriverChannel.asking("silent", bytes("hello"))).failsWithin(30, TimeUnit.SECONDS);
    }
  }

  /** Two applications of one JVM, one after the other. */
  @Test
  void eachApplicationHasItsOwnDriver() throws Exception {
    for (String application : new String[] {"first", "second"}) {
      try (JavaSparkContext unused = context()) {
        DriverChannel.serve("name", (message, reply) -> reply.accept(bytes(application)));
        assertThat(DriverChannel.ask("name", bytes("who"))).isEqualTo(bytes(application));
        assertThat(DriverChannel.asking("name", bytes("who")).get(30, TimeUnit.SECONDS))
            .isEqualTo(bytes(application));
      }
    }
  }
}
