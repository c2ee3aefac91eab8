package io.understudy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The notebook of the examples, as Jupyter runs it; what it shows is what is committed. */
class NotebookDoorTest {
  private static final Path NOTEBOOK =
      Doors.root().resolve("examples/notebook/getting-started.ipynb");

  private static Doors doors;

  @BeforeAll
  static void open() throws IOException, InterruptedException {
    doors = Doors.open("notebook");
  }

  @AfterAll
  static void close() {
    if (doors != null) {
      doors.close();
    }
  }

  @Test
  void showsWhatIsCommitted() throws IOException, InterruptedException {
    Path ran = doors.folder().resolve("ran.ipynb");
    Program.Result result =
        doors
            .spark()
            .python(
                doors.folder(),
                Doors.script("run_notebook.py"),
                List.of(NOTEBOOK.toString(), ran.toString()),
                doors.asDefaults());
    assertThat(result.status()).as(result.everything()).isZero();
    if ("1".equals(System.getenv("UNDERSTUDY_REGENERATE"))) {
      Files.copy(ran, NOTEBOOK, StandardCopyOption.REPLACE_EXISTING);
    }
    assertThat(ran)
        .as("outputs are committed; write them again with UNDERSTUDY_REGENERATE=1")
        .hasSameTextualContentAs(NOTEBOOK);
    // 5 and 200 questions of AI.IF, 4 of AI.CLASSIFY.
    assertThat(doors.server().requests()).isLessThanOrEqualTo(209);
  }
}
