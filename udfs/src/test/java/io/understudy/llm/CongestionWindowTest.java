package io.understudy.llm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

class CongestionWindowTest {

  @Test
  void halvesOncePerRoundTripAndGrowsByOnePerWindow() {
    CongestionWindow window = new CongestionWindow(64);
    assertThat(window.size()).isEqualTo(64);
    window.refused(1, 10);
    window.refused(2, 11);
    window.refused(10, 12);
    assertThat(window.size()).isEqualTo(32);
    window.refused(13, 20);
    assertThat(window.size()).isEqualTo(16);
    for (int i = 0; i < 17; i++) {
      window.served();
    }
    assertThat(window.size()).isEqualTo(17);
  }

  @Test
  void neverBelowOneNorAboveTheLimit() {
    CongestionWindow window = new CongestionWindow(3);
    for (int i = 1; i < 40; i++) {
      window.refused(2L * i, 2L * i + 1);
    }
    assertThat(window.size()).isEqualTo(1);
    for (int i = 0; i < 100; i++) {
      window.served();
    }
    assertThat(window.size()).isEqualTo(3);
  }

  /** Two clients that know nothing of each other share a server that takes 16 requests. */
  @Test
  void twoClientsConvergeToEvenShares() {
    CongestionWindow[] windows = {new CongestionWindow(64), new CongestionWindow(64)};
    windows[1].refused(-3, -2);
    windows[1].refused(-1, 0);
    long[] served = new long[2];
    long refused = 0;
    Deque<Integer> server = new ArrayDeque<>();
    for (long round = 1; round < 4000; round++) {
      server.clear();
      int sent = Math.max(windows[0].size(), windows[1].size());
      for (int i = 0; i < sent; i++) {
        for (int client = 0; client < 2; client++) {
          if (i < windows[client].size()) {
            if (server.size() < 16) {
              server.add(client);
            } else {
              refused++;
              windows[client].refused(2 * round, 2 * round + 1);
            }
          }
        }
      }
      for (int client : server) {
        windows[client].served();
        served[client]++;
      }
    }
    assertThat((double) served[0] / served[1]).isBetween(0.8, 1.25);
    assertThat(served[0] + served[1]).isGreaterThan((long) (0.75 * 16 * 4000));
    assertThat(refused).isLessThan((served[0] + served[1]) / 10);
  }
}
