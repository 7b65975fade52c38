package io.latentmesh.networks.fuzz;

import java.io.ByteArrayOutputStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Broken copies of good inputs, the same ones in every run: the short form of fuzzing that every
 * build does. {@code -Dlatentmesh.fuzz.runs=N} makes it as long as one likes; coverage-guided
 * fuzzing of the same targets is jazzer's, with {@code JAZZER_FUZZ=1} in the environment.
 *
 * @param seeds good inputs
 * @param tokens what the format is made of
 * @param bounds of one run
 */
public record Mutations(List<byte[]> seeds, List<String> tokens, Bounds bounds) {
  private static final System.Logger log = System.getLogger("fuzz");
  private static final int RUNS = Integer.getInteger("latentmesh.fuzz.runs", 5_000);
  private static final int MOST_CHANGES = 8;
  private static final List<String> NUMBERS =
      List.of("-1", "0", "1", "2147483648", "9223372036854775807", "9223372036854775808", "1e400");

  public Mutations {
    seeds = List.copyOf(seeds);
    tokens = List.copyOf(tokens);
  }

  /** Calls {@code target} with each input; it throws what nobody may. */
  public void run(String name, Consumer<byte[]> target) {
    Random random = new Random(name.hashCode());
    long begin = System.nanoTime();
    for (int i = 0; i < RUNS; i++) {
      run(target, next(random));
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    log.log(Level.INFO, "{0}: {1} runs, {2} a second", name, RUNS, Math.round(RUNS / seconds));
  }

  /** Throws what is no refusal of that file: its message must name the file first. */
  public static void requireNames(Path file, RuntimeException refusal) {
    if (!String.valueOf(refusal.getMessage()).startsWith(file + ": ")) {
      throw refusal;
    }
  }

  private void run(Consumer<byte[]> target, byte[] input) {
    try {
      bounds.check(target, input);
    } catch (RuntimeException e) {
      throw new AssertionError("input: " + Bounds.shown(input), e);
    }
  }

  private byte[] next(Random random) {
    byte[] input = seeds.get(random.nextInt(seeds.size())).clone();
    int changes = random.nextInt(MOST_CHANGES + 1);
    for (int i = 0; i < changes; i++) {
      input = changed(input, random);
    }
    return input;
  }

  private byte[] changed(byte[] input, Random random) {
    int begin = random.nextInt(input.length + 1);
    int end = begin + Math.min(input.length - begin, random.nextInt(random.nextInt(40) + 1));
    byte[] range = Arrays.copyOfRange(input, begin, end);
    return switch (random.nextInt(7)) {
      case 0 -> replaced(input, begin, end, new byte[0]);
      case 1 -> replaced(input, end, end, range);
      case 2 -> replaced(input, begin, end, bytes(tokens.get(random.nextInt(tokens.size()))));
      case 3 -> replaced(input, begin, end, bytes(NUMBERS.get(random.nextInt(NUMBERS.size()))));
      case 4 -> replaced(input, begin, end, new byte[] {(byte) random.nextInt(256)});
      case 5 -> replaced(input, begin, end, spliced(random));
      default -> Arrays.copyOf(input, begin);
    };
  }

  private byte[] spliced(Random random) {
    byte[] other = seeds.get(random.nextInt(seeds.size()));
    int begin = random.nextInt(other.length + 1);
    return Arrays.copyOfRange(other, begin, Math.min(other.length, begin + random.nextInt(60)));
  }

  private static byte[] replaced(byte[] input, int begin, int end, byte[] by) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(input, 0, begin);
    out.writeBytes(by);
    out.write(input, end, input.length - end);
    return out.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
