package io.latentmesh.networks.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.latentmesh.networks.copies.CopyFolder;
import io.latentmesh.networks.copies.CopyLimits;
import io.latentmesh.networks.copies.WideCopies;
import io.latentmesh.networks.folder.ModelCopy;
import io.latentmesh.networks.graph.GraphSettings.OperatorSet;
import io.latentmesh.networks.model.ModelOptions;
import io.latentmesh.networks.model.TextToImageModel;
import io.latentmesh.networks.safetensors.Dtype;
import io.latentmesh.networks.safetensors.TensorFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A network on a wide copy of its weights computes what it computes on the narrow ones. */
class WideGraphTest {
  private static final SessionSettings CAST = new SessionSettings(Provider.CPU, 1);

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(names = {"F16", "BF16"})
  void answers_withCopies_areThoseWithout(Dtype dtype) {
    TextToImageModel model = stored(dtype);

    assertThat(ModelAnswers.of(model, copies()))
        .usingRecursiveComparison()
        .isEqualTo(ModelAnswers.of(model, CAST));
    assertThat(kept()).hasSize(4); // text, denoiser, decoder, encoder
  }

  @Test
  void load_whereNoCopyCanBeHad_servesAllTheSame() throws IOException {
    TextToImageModel model = stored(Dtype.F16);
    Files.createFile(folder.resolve("copies"));

    assertThat(ModelAnswers.of(model, copies()))
        .usingRecursiveComparison()
        .isEqualTo(ModelAnswers.of(model, CAST));
  }

  @Test
  void identity_withACopy_isThatOfTheStoredWeights() {
    TextToImageModel model = stored(Dtype.F16);
    try (DenoiserModel stored = DenoiserModel.load(model.denoiser(), CAST);
        DenoiserModel copied = DenoiserModel.load(model.denoiser(), copies())) {
      assertThat(copied.identity()).isEqualTo(stored.identity());
    }
  }

  @Test
  void load_ofANetworkThatComputesInF16_makesNoCopy() {
    var half =
        new SessionSettings(Provider.CPU, 1, PrecisionChoice.FP16, OperatorSet.PORTABLE)
            .with(anyRoom());
    DenoiserModel.load(stored(Dtype.F16).denoiser(), half).close();

    assertThat(folder.resolve("copies")).doesNotExist();
  }

  private SessionSettings copies() {
    return CAST.with(anyRoom());
  }

  private WideCopies anyRoom() {
    CopyLimits any = new CopyLimits(1, Long.MAX_VALUE, 0);
    return new WideCopies(new CopyFolder(folder.resolve("copies"), any, InstantSource.system()));
  }

  private TextToImageModel stored(Dtype dtype) {
    Path path =
        ModelCopy.write(
            ModelCopy.sd1(),
            folder.resolve(dtype.name()),
            (from, to) ->
                TensorFiles.write(to, ModelCopy.tensors(from, dtype, UnaryOperator.identity())));
    return TextToImageModel.open(path, ModelOptions.none());
  }

  private List<Path> kept() {
    try (Stream<Path> files = Files.list(folder.resolve("copies"))) {
      return files.filter(file -> file.toString().endsWith(".safetensors")).toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
