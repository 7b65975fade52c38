package io.latentmesh.networks.checkpoint;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.latentmesh.networks.architecture.UnetNetwork;
import io.latentmesh.networks.folder.ModelFolderException;
import io.latentmesh.networks.folder.UnetConfig;
import io.latentmesh.networks.fuzz.Bounds;
import io.latentmesh.networks.fuzz.Mutations;
import io.latentmesh.networks.graph.Weights;
import io.latentmesh.networks.graph.WeightsException;
import io.latentmesh.networks.safetensors.Dtype;
import io.latentmesh.networks.safetensors.SafetensorsException;
import io.latentmesh.networks.safetensors.TensorEntry;
import io.latentmesh.networks.safetensors.TensorSlice;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/** Any names and shapes are a model whose slices lie within the file's, or a refusal. */
class NamesFuzzTest {
  private static final Path FILE = Path.of("/gone/fuzzed.safetensors");
  private static final int MOST_LINES = 2000;
  private static final Bounds BOUNDS = Bounds.bytes(40_000_000);
  private static final List<String> TOKENS =
      List.of(
          "model.diffusion_model.",
          "input_blocks.",
          "output_blocks.",
          "first_stage_model.",
          "\n",
          "cond_stage_model.model.",
          "transformer.resblocks.",
          ".in_proj_weight",
          ".0.op.weight",
          " ",
          "encoder.down.",
          "decoder.up.",
          "middle_block.1.",
          "transformer_blocks.",
          ".weight",
          "x");

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "60s")
  void read_ofAnyNames_refusesOrMaps(byte[] input) {
    BOUNDS.check(NamesFuzzTest::read, input);
  }

  @Test
  void read_ofBrokenNames_refusesOrMaps() {
    new Mutations(seeds(), TOKENS, BOUNDS).run("name mapping", NamesFuzzTest::read);
  }

  private static List<byte[]> seeds() {
    LdmCheckpoint.Unet unet =
        new LdmCheckpoint.Unet(4, 32, List.of(1, 2), List.of(1, 0), 1, 16, true, 0);
    LdmCheckpoint.Unet other =
        new LdmCheckpoint.Unet(9, 32, List.of(1), List.of(1), 1, 16, false, 0);
    return List.of(
        lines(new LdmCheckpoint().unet(unet).openClip("cond_stage_model.model.", 64, 2)),
        lines(new LdmCheckpoint().unet(other).openClip("conditioner.embedders.0.model.", 64, 1)),
        lines(new LdmCheckpoint().unet(other).put("cond_stage_model.transformer.x", 1)));
  }

  private static byte[] lines(LdmCheckpoint checkpoint) {
    StringBuilder text = new StringBuilder();
    checkpoint
        .shapes()
        .forEach((name, shape) -> {
          text.append(name);
          shape.forEach(extent -> text.append(' ').append(extent));
          text.append('\n');
        });
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void read(byte[] input) {
    Map<String, TensorSlice> slices = slices(new String(input, StandardCharsets.ISO_8859_1));
    NamedTensors tensors = new NamedTensors(FILE, "", slices);
    try {
      SingleFileModel.Description model =
          CheckpointReader.read(tensors, Map.of(), SingleFileOptions.none());
      model.components().forEach(component -> checkWithin(component, slices));
      if (input.length % 64 == 0) {
        compile(model.components());
      }
    } catch (CheckpointException | SafetensorsException | ModelFolderException e) {
      if (!String.valueOf(e.getMessage()).contains("fuzzed.safetensors")) {
        throw e;
      }
    } catch (WeightsException e) {
      if (e.problems().isEmpty()) {
        throw e;
      }
    }
  }

  /** Whatever a slice is called, its bytes are those of the tensor that it says. */
  private static void checkWithin(CheckpointComponent component, Map<String, TensorSlice> stored) {
    for (TensorSlice slice : component.weights().slices().values()) {
      TensorEntry whole = Objects.requireNonNull(stored.get(slice.stored().name())).stored();
      if (slice.stored().begin() < whole.begin() || slice.stored().end() > whole.end()) {
        throw new AssertionError(slice);
      }
    }
  }

  private static void compile(List<CheckpointComponent> components) {
    for (CheckpointComponent component : components) {
      if (component.name().equals("unet")) {
        UnetConfig config = UnetConfig.parse(component.configOrigin(), component.configJson());
        UnetNetwork.graph(config, Weights.of(component.weights()));
      }
    }
  }

  /** One tensor a line: a name and its extents. */
  private static Map<String, TensorSlice> slices(String text) {
    Map<String, TensorSlice> slices = new LinkedHashMap<>();
    long offset = 0;
    for (String line : text.lines().limit(MOST_LINES).toList()) {
      String[] words = line.split(" ", 8);
      List<Long> shape = new ArrayList<>();
      for (int i = 1; i < words.length; i++) {
        shape.add(extent(words[i]));
      }
      long bytes = 2 * shape.stream().reduce(1L, (a, b) -> a * b % 1_000_000_007);
      TensorEntry entry = new TensorEntry(words[0], Dtype.F16, shape, offset, offset + bytes);
      slices.put(words[0], new TensorSlice(FILE, entry, TensorSlice.Order.AS_STORED));
      offset += bytes;
    }
    return slices;
  }

  /** A number as it is; of anything else, some number. */
  private static long extent(String word) {
    long extent = 0;
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      boolean digit = c >= '0' && c <= '9';
      extent = (extent * (digit ? 10 : 31) + (digit ? c - '0' : c)) % 4_000_000_000L;
    }
    return extent;
  }
}
