package io.latentmesh.networks.settings;

import io.latentmesh.networks.model.TextToImageModel;
import io.latentmesh.networks.settings.MoreModelSettings.Load;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The models that a service may hold, opened: configs and headers, no weights.
 *
 * @param all the default one first, the others in the order of their keys
 */
public record ConfiguredModels(List<Entry> all) {
  public ConfiguredModels {
    all = List.copyOf(all);
  }

  /** One of them. */
  public record Entry(TextToImageModel model, ModelSettings settings, Load load) {}

  /** Opens them; see {@link TextToImageModel#open}. */
  public static ConfiguredModels open(ModelSettings first, Map<String, MoreModelSettings> others) {
    List<Entry> all = new ArrayList<>();
    all.add(new Entry(ConfiguredModel.open(first), first, Load.START));
    others.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(Map.Entry::getValue)
        .map(more -> new Entry(ConfiguredModel.open(more.model()), more.model(), more.load()))
        .forEach(all::add);
    return new ConfiguredModels(all);
  }
}
