package io.latentmesh.networks.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.latentmesh.networks.folder.ModelCopy;
import io.latentmesh.networks.graph.ElementType;
import io.latentmesh.networks.model.ModelOptions;
import io.latentmesh.networks.model.TextToImageModel;
import io.latentmesh.networks.runtime.TextStateChoice.FinalNorm;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Exported graphs give what the graphs give that are written here of the same weights. */
class ExportedModelTest {
  private static final SessionSettings ONE_THREAD = new SessionSettings(Provider.CPU, 1);
  private static final LatentShape SHAPE = new LatentShape(4, 8, 8);

  @TempDir private Path folder;

  static Stream<Arguments> timestepForms() {
    return Stream.of(
        Arguments.of(ElementType.F32, List.of()),
        Arguments.of(ElementType.I64, List.of()),
        Arguments.of(ElementType.F64, List.of("steps")),
        Arguments.of(ElementType.I64, List.of("1")),
        Arguments.of(ElementType.I32, List.of("steps")),
        Arguments.of(ElementType.F32, List.of("batch")));
  }

  @ParameterizedTest
  @MethodSource("timestepForms")
  void predict_ofUnlikeTimesteps_answersEachRowAsItsOwn(ElementType type, List<String> axes) {
    List<DenoiserRow> rows = List.of(row(1, 999), row(2, 21), row(3, 999), row(4, 0));
    assertThat(predictions(Exports.withTimesteps(folder.resolve("m"), type, axes), rows))
        .usingRecursiveComparison()
        .isEqualTo(predictions(ModelCopy.sd1(), rows));
  }

  @Test
  void predict_ofAGraphInHalves_isCloseToThatInFloats() {
    List<DenoiserRow> rows = List.of(row(1, 500));
    float[] halves = predictions(Exports.inHalves(folder.resolve("m")), rows).getFirst();
    float[] floats = predictions(ModelCopy.sd1(), rows).getFirst();
    for (int i = 0; i < floats.length; i++) {
      assertThat(halves[i])
          .isCloseTo(floats[i], within(0.02f)); // latents of 3 are rounded to 2^-10
    }
  }

  @Test
  void encode_ofAnExport_givesTheLastStatesAndRefusesOthers() {
    TextToImageModel exported = open(Exports.optimum(folder.resolve("m")));
    long[] ids = new Random(3).longs(77, 0, 49_000).toArray();
    try (TextEncoderModel own = text(open(ModelCopy.sd1()));
        TextEncoderModel theirs = text(exported)) {
      TextStates expected = own.encode(List.of(ids), 0).getFirst();
      TextStates states = theirs.encode(List.of(ids), 0).getFirst();
      assertClose(states.hiddenStates(), expected.hiddenStates());
      assertClose(states.pooled().orElseThrow(), expected.pooled().orElseThrow());
      assertThat(theirs.skippableLayers(FinalNorm.APPLIED)).isZero();
      assertThat(theirs.skippableLayers(FinalNorm.LEFT_OUT)).isNegative();
      assertThatThrownBy(() -> theirs.encode(List.of(ids), 1))
          .hasMessage("clipSkip must be 0 to 0, is 1");
    }
  }

  @Test
  void autoencoder_ofAnExport_decodesAndEncodesTheSame() {
    float[] latent = normal(SHAPE.elements(), 5);
    float[] image = normal(3 * 64 * 64, 6);
    try (AutoencoderModel own = vae(open(ModelCopy.sd1()));
        AutoencoderModel theirs = vae(open(Exports.optimum(folder.resolve("m"))))) {
      assertThat(theirs.decode(List.of(latent), 8, 8).getFirst().values())
          .isEqualTo(own.decode(List.of(latent), 8, 8).getFirst().values());
      Moments expected = own.encode(List.of(image), 64, 64).getFirst();
      Moments moments = theirs.encode(List.of(image), 64, 64).getFirst();
      assertThat(moments.mean()).isEqualTo(expected.mean());
      assertThat(moments.logVariance()).isEqualTo(expected.logVariance());
    }
  }

  @Test
  void identity_ofAnExport_countsAndNamesItsWeights() {
    TextToImageModel exported = open(Exports.optimum(folder.resolve("m")));
    try (DenoiserModel own = unet(open(ModelCopy.sd1()));
        DenoiserModel theirs = unet(exported)) {
      assertThat(theirs.identity())
          .returns("F16", NetworkIdentity::storedDtype)
          .returns("UNet2DConditionModel", NetworkIdentity::architecture);
      // constants of the graph count as well
      assertThat(theirs.identity().parameters())
          .isBetween(own.identity().parameters(), own.identity().parameters() + 1000);
      assertThat(theirs.identity().sha256()).isNotEqualTo(own.identity().sha256());
    }
  }

  /** Where fewer layers are shown, ONNX Runtime joins more operators. */
  private static void assertClose(float[] found, float[] expected) {
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.length; i++) {
      assertThat(found[i]).isCloseTo(expected[i], within(1e-5f));
    }
  }

  private List<float[]> predictions(Path model, List<DenoiserRow> rows) {
    try (DenoiserModel unet = unet(open(model))) {
      return unet.predict(rows).stream().map(OutputRow::values).toList();
    }
  }

  private static TextToImageModel open(Path model) {
    return TextToImageModel.open(model, ModelOptions.none());
  }

  private static DenoiserModel unet(TextToImageModel model) {
    return DenoiserModel.load(model.denoiser(), ONE_THREAD);
  }

  private static TextEncoderModel text(TextToImageModel model) {
    return TextEncoderModel.load(model.textEncoders().getFirst(), ONE_THREAD);
  }

  private static AutoencoderModel vae(TextToImageModel model) {
    return AutoencoderModel.load(model.autoencoder(), ONE_THREAD);
  }

  private DenoiserRow row(int seed, float timestep) {
    return new DenoiserRow(normal(SHAPE.elements(), seed), SHAPE, timestep, normal(77 * 20, -seed));
  }

  private static float[] normal(int count, long seed) {
    return ModelAnswers.normal(count, new Random(seed));
  }
}
