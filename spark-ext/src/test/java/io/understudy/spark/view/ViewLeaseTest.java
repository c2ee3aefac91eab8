package io.understudy.spark.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.spark.store.StoreRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ViewLeaseTest {
  private Path store;
  private StoreRoot root;
  private org.apache.hadoop.fs.Path path;

  @BeforeEach
  void emptyStore(@TempDir Path folder) throws IOException {
    store = folder;
    root = StoreRoot.of(store.toUri().toString(), new Configuration());
    root.create();
    path = new org.apache.hadoop.fs.Path(root.views(), "_v.lease");
  }

  /** Such a file can't be read: its checksum is that of another content. */
  @Test
  void aLeaseThatItsWriterDiedOverIsTakenOver() throws IOException {
    try (var out = root.files().create(path)) {
      out.write(new byte[] {1, 2, 3});
    }
    Files.write(store.resolve("views").resolve("_v.lease"), new byte[] {1, 2, 4});
    try (ViewLease lease = new ViewLease(root, path)) {
      assertThat(lease.take()).isTrue();
      assertThat(lease.lost()).isFalse();
    }
    assertThat(root.files().exists(path)).isFalse();
  }
}
