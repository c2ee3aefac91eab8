package io.understudy.spark.prepared;

import io.understudy.error.ErrorCondition;
import io.understudy.spark.error.UnderstudyException;
import io.understudy.spark.store.StoreErrors;
import io.understudy.spark.store.StoreRoot;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The models of a store. Whoever reads while another one writes or drops sees a whole model or
 * none.
 */
public final class ModelFolder {
  private final StoreRoot root;

  private ModelFolder(StoreRoot root) {
    this.root = root;
  }

  /**
   * The models of a store, which need not be there yet.
   *
   * @param store what {@code spark.understudy.store} says
   * @throws UnderstudyException when there is no such store, or when it is not understood
   */
  public static ModelFolder of(String store, Configuration conf) {
    StoreRoot root = StoreRoot.of(store, conf);
    root.check();
    return new ModelFolder(root);
  }

  /** What {@code spark.understudy.store} says. */
  public String store() {
    return root.name();
  }

  /**
   * A name as models have it.
   *
   * @throws UnderstudyException when a model cannot have it
   */
  public String checkedName(String model) {
    return ModelName.normal(model)
        .orElseThrow(
            () ->
                new UnderstudyException(
                    ErrorCondition.UNDERSTUDY_STATEMENT,
                    Map.of(
                        "statement",
                        "CREATE AI MODEL",
                        "problem",
                        "'"
                            + model
                            + "' is no name for a model: letters a to z, digits and underscores, at"
                            + " most 100, no underscore first")));
  }

  /** The names of all models, sorted. */
  public List<String> names() {
    return List.copyOf(newest().keySet());
  }

  /** Names of the models that may answer a question, the newest first. */
  public List<String> answering(String question) {
    String digits = ModelName.shortened(question);
    return newest().values().stream()
        .filter(name -> name.question().equals(digits))
        .sorted(Comparator.reverseOrder())
        .map(ModelName::model)
        .toList();
  }

  /**
   * A model.
   *
   * @param model its name in any case
   * @return empty if there is none of that name
   * @throws UnderstudyException when its file is damaged, or of a newer version
   */
  public Optional<PreparedModel> read(String model) {
    // A second look: a file may have been replaced between listing and reading.
    for (int attempt = 0; ; attempt++) {
      Optional<ModelName> name = ModelName.normal(model).map(newest()::get);
      if (name.isEmpty()) {
        return Optional.empty();
      }
      Path file = new Path(root.models(), name.get().file());
      try (var in = root.files().open(file)) {
        return Optional.of(ModelFile.read(in.readAllBytes()));
      } catch (FileNotFoundException replaced) {
        if (attempt > 0) {
          return Optional.empty();
        }
      } catch (IOException e) {
        throw new UnderstudyException(
            ErrorCondition.UNDERSTUDY_MODEL_UNREADABLE,
            Map.of(
                "model", name.get().model(),
                "file", file.toString(),
                "problem", String.valueOf(e.getMessage())),
            e);
      }
    }
  }

  /**
   * Keeps a model in place of one of the same name.
   *
   * @throws UnderstudyException when it cannot be written; the former one is still there then
   */
  public void write(PreparedModel model) {
    Path folder = root.models();
    long former = Optional.ofNullable(newest().get(model.name())).map(ModelName::millis).orElse(0L);
    String random = UUID.randomUUID().toString();
    ModelName name =
        ModelName.of(
            model.name(),
            model.subject().question(),
            // Later than what it replaces, whatever the clock of that writer said.
            Math.max(System.currentTimeMillis(), former + 1),
            random.substring(0, 8));
    Path written = new Path(folder, "." + random + ".tmp");
    FileSystem files = root.files();
    try {
      root.create();
      files.mkdirs(folder);
      try (FSDataOutputStream out = files.create(written, false)) {
        out.write(ModelFile.write(model));
      }
      if (!files.rename(written, new Path(folder, name.file()))) {
        throw new IOException("cannot make " + name.file());
      }
      // Another writer may have been at it at the same time: one of the two stays, whole.
      ModelName newest = newest().getOrDefault(model.name(), name);
      for (ModelName old : files().filter(one -> one.model().equals(model.name())).toList()) {
        if (old.compareTo(newest) < 0) {
          files.delete(new Path(folder, old.file()), false);
        }
      }
    } catch (IOException e) {
      throw StoreErrors.unwritable(root.name(), e);
    }
  }

  /**
   * Forgets a model, readable or not.
   *
   * @return whether there was one
   */
  public boolean drop(String model) {
    Optional<String> normal = ModelName.normal(model);
    List<ModelName> found =
        files().filter(name -> normal.isPresent() && name.model().equals(normal.get())).toList();
    try {
      for (ModelName name : found) {
        root.files().delete(new Path(root.models(), name.file()), false);
      }
    } catch (IOException e) {
      throw StoreErrors.unwritable(root.name(), e);
    }
    return !found.isEmpty();
  }

  /** The error that there is no model of that name. */
  public UnderstudyException notFound(String model) {
    List<String> names = names();
    return new UnderstudyException(
        ErrorCondition.UNDERSTUDY_MODEL_NOT_FOUND,
        Map.of(
            "model",
            model,
            "store",
            store(),
            "known",
            names.isEmpty() ? "none" : String.join(", ", names)));
  }

  private TreeMap<String, ModelName> newest() {
    TreeMap<String, ModelName> newest = new TreeMap<>();
    files()
        .forEach(name -> newest.merge(name.model(), name, (a, b) -> a.compareTo(b) >= 0 ? a : b));
    return newest;
  }

  private Stream<ModelName> files() {
    try {
      return Stream.of(root.files().listStatus(root.models()))
          .filter(FileStatus::isFile)
          .flatMap(status -> ModelName.parse(status.getPath().getName()).stream());
    } catch (FileNotFoundException noModels) {
      return Stream.empty();
    } catch (IOException e) {
      throw StoreErrors.unreadable(root.name(), e);
    }
  }
}
