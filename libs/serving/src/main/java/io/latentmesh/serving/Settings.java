package io.latentmesh.serving;

import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.PropertyNamesMatcher;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a process's settings into its one {@code @ConfigMapping} interface. */
public final class Settings {
  private static final Logger log = LoggerFactory.getLogger(Settings.class);

  private Settings() {}

  /**
   * The settings, complete and checked; logs the effective values once, secrets masked.
   *
   * @param mapping interface annotated {@code @ConfigMapping(prefix = ...)}
   * @throws SettingsException with all problems at once: missing and malformed values, values out
   *     of bounds, and keys of the file that no setting has
   */
  public static <T> T load(Class<T> mapping, SettingsSources sources) {
    ConfigClass keys = ConfigClass.configClass(mapping);
    List<String> problems = new ArrayList<>();
    Map<String, String> file = sources.file().map(path -> read(path, problems)).orElse(Map.of());
    problems.addAll(unknown(file, keys));
    try {
      SmallRyeConfig config = build(keys, file, sources);
      refuse(problems);
      log.info("event=settings {}", describe(config, keys));
      return config.getConfigMapping(mapping);
    } catch (ConfigValidationException e) {
      for (int i = 0; i < e.getProblemCount(); i++) {
        problems.add(SettingsProblem.rephrase(e.getProblem(i).getMessage()));
      }
      throw new SettingsException(problems);
    }
  }

  private static SmallRyeConfig build(
      ConfigClass keys, Map<String, String> file, SettingsSources sources) {
    return new SmallRyeConfigBuilder()
        .withSources(
            new PropertiesConfigSource(file, "file", 200),
            new EnvConfigSource(sources.environment(), 300),
            new PropertiesConfigSource(sources.overrides(), "override", 400))
        .withMapping(keys)
        .withValidateUnknown(false)
        .build();
  }

  private static Map<String, String> read(Path path, List<String> problems) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      problems.add("settings file " + path + ": cannot be read: " + e);
    }
    return properties.stringPropertyNames().stream()
        .collect(Collectors.toMap(name -> name, properties::getProperty));
  }

  private static List<String> unknown(Map<String, String> file, ConfigClass keys) {
    PropertyNamesMatcher<?> known = ConfigMappings.propertyNamesMatcher(List.of(keys));
    return file.entrySet().stream()
        .filter(entry -> !known.matches(entry.getKey()))
        .map(entry -> entry.getKey() + ": no such setting, found in the file")
        .sorted()
        .toList();
  }

  private static void refuse(List<String> problems) {
    if (!problems.isEmpty()) {
      throw new SettingsException(problems);
    }
  }

  private static String describe(SmallRyeConfig config, ConfigClass keys) {
    Map<String, String> effective = new TreeMap<>();
    for (String key : keys.getProperties().keySet()) {
      ConfigValue value = config.getConfigValue(key);
      if (value.getValue() != null) {
        effective.put(key, SettingsProblem.shown(key, value.getValue()));
      }
    }
    return effective.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(" "));
  }
}
