package io.latentmesh.networks.folder;

import static org.assertj.core.api.Assertions.assertThat;

import io.latentmesh.networks.safetensors.Dtype;
import io.latentmesh.networks.safetensors.SafetensorsFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The model that ships with the product, as a folder. */
class DemoModelTest {
  static final Path DEMO =
      Path.of(System.getProperty("latentmesh.root", ".")).resolve("deploy/demo-model/model");

  private final DiffusersFolder demo = DiffusersFolder.open(DEMO);

  @Test
  void open_textConfig_isAsTrained() {
    assertThat(demo.textConfig())
        .isEqualTo(
            new ClipTextConfig(
                TextArchitecture.STATES,
                192,
                768,
                3,
                4,
                TextActivation.QUICK_GELU,
                1e-5,
                new TextTokens(3072, 77, 3070, 3071, 3071),
                192));
    assertThat(demo.textConfig().tokens().poolsAtLargestId()).isFalse();
  }

  @Test
  void open_unetConfig_isAsTrained() {
    UnetConfig unet = demo.unetConfig();
    UnetLevels levels = unet.levels();
    assertThat(levels.channels()).containsExactly(64, 128, 192);
    assertThat(levels.types())
        .containsExactly(
            UnetBlockType.RESIDUAL, UnetBlockType.CROSS_ATTENTION, UnetBlockType.RESIDUAL);
    assertThat(unet.upBlockTypes()).isEqualTo(levels.types());
    assertThat(levels.attentionHeads()).containsExactly(4, 4, 4);
    assertThat(levels.transformerLayers()).containsExactly(1, 1, 1);
    assertThat(levels.layersPerBlock()).isEqualTo(1);
    assertThat(unet.sampleSize()).isEqualTo(16);
    assertThat(unet.trunk().timeEmbeddingSize()).isEqualTo(256);
    assertThat(unet.attention().linearProjection()).isFalse();
  }

  @Test
  void open_vaeConfig_isAsTrained() {
    assertThat(demo.vaeConfig())
        .isEqualTo(
            new VaeConfig(
                List.of(32, 64, 64),
                1,
                4,
                8,
                LatentScaling.of(0.18215, 0),
                64,
                true,
                true,
                true,
                false));
    assertThat(demo.vaeConfig().scaleFactor()).isEqualTo(4);
  }

  @Test
  void open_defaults_areItsOwn() {
    assertThat(demo.name()).isEqualTo("emoji-demo");
    assertThat(demo.defaults().steps()).hasValue(20);
    assertThat(demo.defaults().guidanceScale()).hasValue(2.5);
    assertThat(demo.defaults().width()).hasValue(64);
    assertThat(demo.defaults().height()).hasValue(64);
    assertThat(demo.defaults().sampler()).isEqualTo(Optional.empty());
    assertThat(demo.schedulerConfigJson()).contains("\"prediction_type\": \"v_prediction\"");
  }

  @Test
  void unetWeights_areHalfPrecision() {
    try (SafetensorsFile weights = SafetensorsFile.open(demo.unetWeights())) {
      assertThat(weights.entries()).hasSize(248);
      assertThat(weights.entry("conv_in.weight").shape()).containsExactly(64L, 4L, 3L, 3L);
      assertThat(weights.entry("conv_in.weight").dtype()).isEqualTo(Dtype.F16);
      assertThat(weights.floats("conv_in.weight")).hasSize(64 * 4 * 9);
    }
  }
}
