package io.latentmesh.networks.folder;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What requests call a model. */
public final class ModelName {
  private static final Pattern HUB_REPOSITORY = Pattern.compile("models--(.+?)--(.+)");

  private ModelName() {}

  /** The name that the model gives itself, else one from where it lies. */
  public static String of(Path root, ModelDefaults defaults) {
    return defaults.name().orElseGet(() -> fromPath(root));
  }

  /**
   * The folder's name; its parent's where the folder is just called "model"; the repository's in a
   * hub cache, whose snapshot folders are named by commit.
   */
  private static String fromPath(Path root) {
    Path parent = root.getParent();
    if (parent != null && parent.endsWith("snapshots") && parent.getParent() != null) {
      Matcher repository = HUB_REPOSITORY.matcher(own(parent.getParent()));
      if (repository.matches()) {
        return repository.group(2);
      }
    }
    if (own(root).equals("model") && parent != null && !own(parent).isEmpty()) {
      return own(parent);
    }
    return own(root);
  }

  private static String own(Path folder) {
    Path name = folder.getFileName();
    return name == null ? "" : name.toString();
  }
}
