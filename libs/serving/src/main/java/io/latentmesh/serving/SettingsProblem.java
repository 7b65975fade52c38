package io.latentmesh.serving;

/**
 * A library's sentence about a setting, said in ours: key, bound, value. A sentence of another form
 * is passed on as it is.
 */
final class SettingsProblem {
  private static final String KEY = "The config property ";
  private static final String VALUE = " with the config value \"";
  private static final String BOUND = "\" threw an Exception whilst being converted ";
  private static final String MISSING = " is required but it could not be found";

  private SettingsProblem() {}

  static String rephrase(String problem) {
    int key = problem.indexOf(KEY);
    int missing = problem.indexOf(MISSING);
    if (key >= 0 && missing > key) {
      return problem.substring(key + KEY.length(), missing) + ": must be set, got nothing";
    }
    int value = problem.indexOf(VALUE);
    int bound = problem.lastIndexOf(BOUND);
    if (key < 0 || value < key || bound < value) {
      return problem;
    }
    String name = problem.substring(key + KEY.length(), value);
    String text = problem.substring(value + VALUE.length(), bound);
    return name + ": " + problem.substring(bound + BOUND.length()) + ", got " + shown(name, text);
  }

  /** The value as it may appear in logs and messages. */
  static String shown(String key, String value) {
    boolean secret = key.contains("password") || key.contains("secret") || key.contains("token");
    return secret ? "***" : value;
  }
}
