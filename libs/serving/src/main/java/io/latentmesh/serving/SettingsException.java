package io.latentmesh.serving;

import java.util.List;

/** Settings that cannot be used; the message lists everything that is wrong with them. */
public final class SettingsException extends RuntimeException {
  private final List<String> problems;

  /**
   * @param problems one sentence each: key, bound, value
   */
  public SettingsException(List<String> problems) {
    super("Settings cannot be used:\n  " + String.join("\n  ", problems));
    this.problems = List.copyOf(problems);
  }

  /** One sentence each: key, bound, value and where the value came from. */
  public List<String> problems() {
    return problems;
  }
}
