package io.understudy.spark.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.understudy.spark.store.DeltaCommits;
import io.understudy.spark.store.StoreErrors;
import io.understudy.spark.store.StoreRoot;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The descriptions of a store's views of one kind. Each is a file that is created once and never
 * changed; of those of a view the one with the highest number counts. A file that its writer died
 * over is no JSON and is skipped.
 *
 * @param <V> a description
 */
public final class ViewFolder<V extends StoredView<V>> {
  private static final Logger LOG = LoggerFactory.getLogger(ViewFolder.class);
  private static final int FORMAT = 1;
  private static final String FORMAT_KEY = "format";
  private static final String SUFFIX = ".json";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_]{0,99}");

  private final StoreRoot root;
  private final ViewForm<V> form;
  private final FileSystem files;

  public ViewFolder(StoreRoot root, ViewForm<V> form) {
    this.root = root;
    this.form = form;
    this.files = root.files();
  }

  /** Whether a view can have a name: letters, digits and underscores, no underscore first. */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** What {@code spark.understudy.store} says. */
  public String store() {
    return root.name();
  }

  /**
   * Every view, by name. One whose description can't be read is left out with a warning: it is no
   * reason to refuse queries that may do without it.
   */
  public List<V> list() {
    try {
      root.check();
      List<V> views = new ArrayList<>();
      for (FileStatus folder : listed(form.folder(root))) {
        if (folder.isDirectory()) {
          readable(folder.getPath()).ifPresent(views::add);
        }
      }
      views.sort(Comparator.comparing(V::name));
      return views;
    } catch (IOException | RuntimeException e) {
      throw StoreErrors.unreadable(root.name(), e);
    }
  }

  /** The view of a name in lower case. */
  public Optional<V> find(String name) {
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
  public Optional<V> keep(V view) {
    try {
      root.create();
      Path folder = folder(view.name());
      int last = listed(folder).stream().mapToInt(file -> number(file)).max().orElse(0);
      V numbered = view.numbered(Math.max(0, last) + 1);
      Path path = new Path(folder, numbered.revision() + SUFFIX);
      try (FSDataOutputStream out = files.create(path, /* overwrite= */ false)) {
        out.write(
            JSON.writerWithDefaultPrettyPrinter()
                .writeValueAsBytes(form.json(numbered).put(FORMAT_KEY, FORMAT)));
      }
      return Optional.of(numbered);
    } catch (FileAlreadyExistsException e) {
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      throw StoreErrors.unwritable(root.name(), e);
    }
  }

  /** Forgets the descriptions before the newest, and what a view that was dropped has left. */
  public void tidy(V view) {
    try {
      for (FileStatus file : listed(folder(view.name()))) {
        String name = file.getPath().getName();
        boolean older = file.isFile() && number(file) < view.revision();
        boolean left = name.startsWith(form.table()) && !name.equals(table(view).getName());
        if (older || left) {
          files.delete(file.getPath(), true);
        }
      }
    } catch (IOException | RuntimeException e) {
      throw StoreErrors.unwritable(root.name(), e);
    }
  }

  /** Removes a view: the descriptions first, so that who dies in between leaves no half view. */
  public void drop(String name) {
    try {
      root.check();
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

  /** The Delta table of a view. */
  public Path table(V view) {
    return new Path(folder(view.name()), form.table() + view.id());
  }

  /** Which commit of a view's table is the newest; blank where there is none. */
  public String state(V view) {
    try {
      return DeltaCommits.newest(files, table(view))
          .map(commit -> DeltaCommits.number(commit) + "@" + DeltaCommits.stamp(commit))
          .orElse("");
    } catch (IOException | RuntimeException e) {
      throw StoreErrors.unreadable(root.name(), e);
    }
  }

  /** Whether there is anything of a name, with or without a description. */
  public boolean exists(String name) {
    try {
      return files.exists(folder(name));
    } catch (IOException | RuntimeException e) {
      throw StoreErrors.unreadable(root.name(), e);
    }
  }

  /** Whether a view's table is there; who died early may not have made it. */
  public boolean hasTable(V view) {
    try {
      return listed(DeltaCommits.log(table(view))).stream()
          .anyMatch(file -> file.getPath().getName().matches("[0-9]{20}\\..*"));
    } catch (IOException | RuntimeException e) {
      throw StoreErrors.unreadable(root.name(), e);
    }
  }

  /**
   * Changes a view while nobody else does.
   *
   * @param busy what is said if somebody else does
   */
  public <T> T alone(
      String name, Supplier<? extends RuntimeException> busy, Function<ViewLease, T> change) {
    try (ViewLease lease = lease(name)) {
      if (!lease.take()) {
        throw busy.get();
      }
      return change.apply(lease);
    }
  }

  private ViewLease lease(String name) {
    return new ViewLease(root, new Path(form.folder(root), "_" + name + ".lease"));
  }

  private Path folder(String name) {
    return new Path(form.folder(root), name);
  }

  private List<FileStatus> listed(Path folder) throws IOException {
    try {
      return Arrays.asList(files.listStatus(folder));
    } catch (FileNotFoundException nothingYet) {
      return List.of();
    }
  }

  private Optional<V> readable(Path folder) {
    try {
      return newest(folder);
    } catch (IOException | RuntimeException e) {
      LOG.warn(
          "The {} {} is passed over, for its description can't be read: {}",
          form.kind(),
          folder.getName(),
          e.toString());
      return Optional.empty();
    }
  }

  private Optional<V> newest(Path folder) throws IOException {
    List<FileStatus> descriptions =
        listed(folder).stream()
            .filter(file -> file.isFile() && number(file) > 0)
            .sorted(Comparator.comparingInt((FileStatus file) -> number(file)).reversed())
            .toList();
    for (FileStatus file : descriptions) {
      Optional<V> view = read(file.getPath());
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

  private Optional<V> read(Path file) throws IOException {
    JsonNode json;
    try (var in = files.open(file)) {
      json = JSON.readTree(in.readAllBytes());
    } catch (FileNotFoundException | JsonProcessingException | ChecksumException goneOrTorn) {
      return Optional.empty();
    }
    if (json.isMissingNode()) {
      return Optional.empty();
    }
    if (json.path(FORMAT_KEY).asInt() != FORMAT) {
      throw new IOException(file + " is of a form that this version does not know");
    }
    return Optional.of(
        form.view(
            file.getParent().getName(),
            Integer.parseInt(file.getName().substring(0, file.getName().indexOf('.'))),
            json));
  }
}
