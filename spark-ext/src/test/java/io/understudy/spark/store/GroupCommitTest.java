package io.understudy.spark.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.understudy.account.Usage;
import io.understudy.call.Answer;
import io.understudy.sample.ContentKey;
import io.understudy.spark.error.UnderstudyException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupCommitTest {
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final List<List<PaidLabel>> written = new CopyOnWriteArrayList<>();
  private volatile boolean full;
  private final GroupCommit commits = new GroupCommit(this::write, thread);

  @AfterEach
  void stop() {
    thread.shutdownNow();
  }

  private void write(List<PaidLabel> group) {
    if (full) {
      throw StoreErrors.unwritable("labels", new IOException("No space left on device"));
    }
    written.add(group);
  }

  private static PaidLabel label(String text) {
    return new PaidLabel(
        "question",
        ContentKey.of(List.of(text)),
        Answer.of(1),
        new Usage(1, 10, 2, false),
        "run",
        Instant.EPOCH);
  }

  private Optional<UnderstudyException> keep(PaidLabel label) throws Exception {
    CompletableFuture<Optional<UnderstudyException>> kept = new CompletableFuture<>();
    commits.add(label, kept::complete);
    return kept.get(30, TimeUnit.SECONDS);
  }

  @Test
  void whatComesTogetherIsWrittenTogether() throws Exception {
    CompletableFuture<Optional<UnderstudyException>> first = new CompletableFuture<>();
    commits.add(label("a"), first::complete);
    assertThat(keep(label("b"))).isEmpty();
    assertThat(first).isCompletedWithValue(Optional.empty());
    assertThat(written).containsExactly(List.of(label("a"), label("b")));
  }

  @Test
  void whatADiskHadNoRoomForIsWrittenBeforeAnythingElseIsPaid() throws Exception {
    full = true;
    assertThat(keep(label("a")))
        .hasValueSatisfying(e -> assertThat(e).hasMessageContaining("No space left"));
    assertThatThrownBy(commits::catchUp).isInstanceOf(UnderstudyException.class);
    assertThat(written).isEmpty();
    full = false;
    commits.catchUp();
    assertThat(written).containsExactly(List.of(label("a")));
    commits.catchUp();
    assertThat(keep(label("b"))).isEmpty();
    assertThat(written).containsExactly(List.of(label("a")), List.of(label("b")));
  }

  @Test
  void theNextGroupTakesWhatADiskHadNoRoomForAlong() throws Exception {
    full = true;
    assertThat(keep(label("a"))).isPresent();
    full = false;
    assertThat(keep(label("b"))).isEmpty();
    assertThat(written).containsExactly(List.of(label("a"), label("b")));
    commits.catchUp();
    assertThat(written).hasSize(1);
  }
}
