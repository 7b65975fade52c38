package io.latentmesh.networks.folder;

import java.util.List;
import java.util.Map;

/**
 * A list of a UNet's blocks in its config.
 *
 * @param key of the list
 * @param types the names that it may hold
 * @param classDefault the names where the key is missing
 */
record UnetBlockNames(String key, Map<String, UnetBlockType> types, List<String> classDefault) {

  /** The types of {@code count} blocks. */
  List<UnetBlockType> read(ConfigFile config, int count) {
    List<String> given = config.texts(key, classDefault);
    if (!types.keySet().containsAll(given)) {
      throw config.unsupported(key, "a list of " + types.keySet().stream().sorted().toList());
    }
    if (given.size() != count) {
      throw config.unsupported(key, count + " names, as block_out_channels");
    }
    return given.stream().map(types::get).toList();
  }
}
