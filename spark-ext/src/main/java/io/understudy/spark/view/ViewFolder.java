package io.understudy.spark.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.understudy.spark.store.DeltaCommits;
import io.understudy.spark.store.StoreErrors;
import io.understudy.spark.store.StoreRoot;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The descriptions of a store's views. Each is a file that is created once and never changed; of
 * those of a view the one with the highest number counts. A file that its writer died over is no
 * JSON and is skipped.
 */
public final class ViewFolder {
  private static final Logger LOG = LoggerFactory.getLogger(ViewFolder.class);
  private static final int FORMAT = 1;
  private static final String SUFFIX = ".json";
  private static final String VECTORS = "vectors-";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final StoreRoot root;
  private final FileSystem files;

  public ViewFolder(StoreRoot root) {
    this.root = root;
    this.files = root.files();
  }

  /** What {@code spark.understudy.store} says. */
  String store() {
    return root.name();
  }

  /**
   * Every view, by name. One whose description can't be read is left out with a warning: it is no
   * reason to refuse queries that may do without it.
   */
  public List<EmbeddingView> list() {
    try {
      root.check();
      List<EmbeddingView> views = new ArrayList<>();
      for (FileStatus folder : listed(root.views())) {
        if (folder.isDirectory()) {
          readable(folder.getPath()).ifPresent(views::add);
        }
      }
      views.sort(Comparator.comparing(EmbeddingView::name));
      return views;
    } catch (IOException | RuntimeException e) {
      throw StoreErrors.unreadable(root.name(), e);
    }
  }

  /** The view of a name in lower case. */
  public Optional<EmbeddingView> find(String name) {
    try {
      root.check();
      return newest(folder(name));
    } catch (IOException | RuntimeException e) {
      throw StoreErrors.unreadable(root.name(), e);
    }
  }

  /**
   * Keeps a description under the next number, also after files that their writers died over.
   *
   * @return the description with its number; empty if another session has kept one of that number
   */
  Optional<EmbeddingView> keep(EmbeddingView view) {
    try {
      root.create();
      Path folder = folder(view.name());
      int last = listed(folder).stream().mapToInt(ViewFolder::number).max().orElse(0);
      EmbeddingView numbered = view.numbered(Math.max(0, last) + 1);
      Path path = new Path(folder, numbered.revision() + SUFFIX);
      try (FSDataOutputStream out = files.create(path, /* overwrite= */ false)) {
        out.write(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json(numbered)));
      }
      return Optional.of(numbered);
    } catch (FileAlreadyExistsException e) {
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      throw StoreErrors.unwritable(root.name(), e);
    }
  }

  /** Forgets the descriptions before the newest, and what a view that was dropped has left. */
  void tidy(EmbeddingView view) {
    try {
      for (FileStatus file : listed(folder(view.name()))) {
        String name = file.getPath().getName();
        boolean older = file.isFile() && number(file) < view.revision();
        boolean left = name.startsWith(VECTORS) && !name.equals(vectors(view).getName());
        if (older || left) {
          files.delete(file.getPath(), true);
        }
      }
    } catch (IOException | RuntimeException e) {
      throw StoreErrors.unwritable(root.name(), e);
    }
  }

  /** Removes a view: the descriptions first, so that who dies in between leaves no half view. */
  void drop(String name) {
    try {
      for (FileStatus file : listed(folder(name))) {
        if (file.isFile()) {
          files.delete(file.getPath(), false);
        }
      }
      files.delete(folder(name), true);
    } catch (IOException | RuntimeException e) {
      throw StoreErrors.unwritable(root.name(), e);
    }
  }

  /** The Delta table of a view's vectors. */
  public Path vectors(EmbeddingView view) {
    return new Path(folder(view.name()), VECTORS + view.id());
  }

  /** Whether the table of a view's vectors is there; who died early may not have made it. */
  boolean hasVectors(EmbeddingView view) {
    try {
      return listed(DeltaCommits.log(vectors(view))).stream()
          .anyMatch(file -> file.getPath().getName().matches("[0-9]{20}\\..*"));
    } catch (IOException | RuntimeException e) {
      throw StoreErrors.unreadable(root.name(), e);
    }
  }

  /** Taken by who changes a view. */
  ViewLease lease(String name) {
    return new ViewLease(root, new Path(root.views(), "_" + name + ".lease"));
  }

  private Path folder(String name) {
    return new Path(root.views(), name);
  }

  private List<FileStatus> listed(Path folder) throws IOException {
    try {
      return Arrays.asList(files.listStatus(folder));
    } catch (FileNotFoundException nothingYet) {
      return List.of();
    }
  }

  private Optional<EmbeddingView> readable(Path folder) {
    try {
      return newest(folder);
    } catch (IOException | RuntimeException e) {
      LOG.warn(
          "The embedding view {} is passed over, for its description can't be read: {}",
          folder.getName(),
          e.toString());
      return Optional.empty();
    }
  }

  private Optional<EmbeddingView> newest(Path folder) throws IOException {
    List<FileStatus> descriptions =
        listed(folder).stream()
            .filter(file -> file.isFile() && number(file) > 0)
            .sorted(Comparator.comparing(ViewFolder::number).reversed())
            .toList();
    for (FileStatus file : descriptions) {
      Optional<EmbeddingView> view = read(file.getPath());
      if (view.isPresent()) {
        return view;
      }
    }
    return Optional.empty();
  }

  private static int number(FileStatus file) {
    String name = file.getPath().getName();
    return name.matches("[0-9]{1,9}\\.json")
        ? Integer.parseInt(name.substring(0, name.length() - SUFFIX.length()))
        : -1;
  }

  private Optional<EmbeddingView> read(Path file) throws IOException {
    JsonNode json;
    try (var in = files.open(file)) {
      json = JSON.readTree(in.readAllBytes());
    } catch (FileNotFoundException | JsonProcessingException | ChecksumException goneOrTorn) {
      return Optional.empty();
    }
    if (json.isMissingNode()) {
      return Optional.empty();
    }
    if (json.path("format").asInt() != FORMAT) {
      throw new IOException(file + " is of a form that this version does not know");
    }
    List<String> sources = new ArrayList<>();
    json.path("sources").forEach(source -> sources.add(source.asText()));
    JsonNode embedder = json.path("embedder");
    return Optional.of(
        new EmbeddingView(
            file.getParent().getName(),
            Integer.parseInt(file.getName().substring(0, file.getName().indexOf('.'))),
            json.path("id").asText(),
            json.path("table").asText(),
            sources,
            json.path("column").asText(),
            new ViewEmbedder(
                embedder.path("name").asText(),
                embedder.path("model").asText(),
                embedder.path("identity").asText(),
                embedder.path("dimension").asInt()),
            json.path("version").asText(),
            json.path("whole").asBoolean(),
            json.path("contents").asLong(),
            Instant.parse(json.path("refreshed_at").asText())));
  }

  private static ObjectNode json(EmbeddingView view) {
    ObjectNode json =
        JSON.createObjectNode()
            .put("format", FORMAT)
            .put("id", view.id())
            .put("table", view.table())
            .put("column", view.column())
            .put("version", view.version())
            .put("whole", view.whole())
            .put("contents", view.contents())
            .put("refreshed_at", view.refreshedAt().toString());
    json.putObject("embedder")
        .put("name", view.embedder().name())
        .put("model", view.embedder().model())
        .put("identity", view.embedder().identity())
        .put("dimension", view.embedder().dimension());
    view.sources().forEach(json.withArray("sources")::add);
    return json;
  }
}
