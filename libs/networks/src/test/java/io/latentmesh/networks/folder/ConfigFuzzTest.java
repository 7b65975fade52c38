package io.latentmesh.networks.folder;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.latentmesh.networks.fuzz.Bounds;
import io.latentmesh.networks.fuzz.Mutations;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/** Any text is a config whose numbers are in bounds, or a refusal that names the file. */
class ConfigFuzzTest {
  private static final Path FILE = Path.of("fuzzed.json");
  private static final Bounds BOUNDS = Bounds.bytes(4_000_000);

  private static final List<BiConsumer<Path, String>> READERS =
      List.of(
          (file, json) -> check(UnetConfig.parse(file, json)),
          (file, json) -> ClipTextConfig.parse(file, json, TextArchitecture.PROJECTED),
          VaeConfig::parse,
          (file, json) -> ShardIndex.read(file, ConfigFile.parse(file, json)));

  private static final List<String> TOKENS =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\"",
          "null",
          "true",
          "false",
          "[1,1]",
          "\"silu\"",
          "\"block_out_channels\"",
          "\"attention_head_dim\"",
          "\"norm_num_groups\"",
          "[320,640]",
          "\"weight_map\"",
          "\"../x.safetensors\"",
          "\"x.safetensors\"",
          "\"CrossAttnDownBlock2D\"");

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "60s")
  void parse_ofAnyText_refusesOrReads(byte[] input) {
    BOUNDS.check(ConfigFuzzTest::parse, input);
  }

  @Test
  void parse_ofBrokenConfigs_refusesOrReads() throws IOException {
    new Mutations(seeds(), TOKENS, BOUNDS).run("configs", ConfigFuzzTest::parse);
  }

  private static List<byte[]> seeds() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    seeds.add(seed('0', ModelCopy.sd1().resolve("unet", "config.json")));
    seeds.add(seed('1', ModelCopy.sd1().resolve("text_encoder", "config.json")));
    seeds.add(seed('2', ModelCopy.sd1().resolve("vae", "config.json")));
    String index =
        "3{\"metadata\":{\"total_size\":24},"
            + "\"weight_map\":{\"a\":\"m-1.safetensors\",\"b.c\":\"m-2.safetensors\"}}";
    seeds.add(index.getBytes(StandardCharsets.UTF_8));
    return seeds;
  }

  private static byte[] seed(char reader, Path config) throws IOException {
    return (reader + Files.readString(config)).getBytes(StandardCharsets.UTF_8);
  }

  /** The first byte chooses what the rest should be. */
  private static void parse(byte[] input) {
    if (input.length == 0) {
      return;
    }
    String json = new String(input, 1, input.length - 1, StandardCharsets.UTF_8);
    try {
      READERS.get((input[0] & 0xff) % READERS.size()).accept(FILE, json);
    } catch (ModelFolderException e) {
      Mutations.requireNames(FILE, e);
    }
  }

  private static void check(UnetConfig unet) {
    UnetLevels levels = unet.levels();
    assertThat(levels.count()).isBetween(1, ConfigFile.MAX_BLOCKS);
    assertThat(levels.types()).hasSize(levels.count());
    assertThat(levels.channels()).allMatch(width -> width % unet.trunk().norm().groups() == 0);
  }
}
