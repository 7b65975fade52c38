package io.latentmesh.networks.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latentmesh.networks.architecture.ClipTextNetwork;
import io.latentmesh.networks.folder.DiffusersFolder;
import io.latentmesh.networks.folder.TextComponent;
import io.latentmesh.networks.folder.TinyModelFolder;
import io.latentmesh.networks.model.TextEncoderSource;
import io.latentmesh.networks.runtime.TextStateChoice.FinalNorm;
import io.latentmesh.networks.safetensors.SafetensorsFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the state of a whole text is taken, and what is made of it. */
class TextPoolingTest {
  private static final SessionSettings ONE_THREAD = new SessionSettings(Provider.CPU, 1);
  private static final String CONFIG = "text_encoder_2/config.json";
  private static final int WIDTH = 16;
  private static final int TOKENS = 5;

  private final Path root;
  private final TinyModelFolder model;

  TextPoolingTest(@TempDir Path root) {
    this.root = root;
    this.model = TinyModelFolder.in(root).asSdxl();
    set("hidden_size", WIDTH);
    set("intermediate_size", WIDTH);
    set("max_position_embeddings", TOKENS);
    set("vocab_size", 10);
    model.set(TinyModelFolder.UNET, "cross_attention_dim", Integer.toString(192 + WIDTH));
  }

  /** End token, ids, and the position whose state is the text's. */
  @ParameterizedTest
  @CsvSource({
    "9, 1 2 9 9 9, 2",
    "9, 1 2 3 4 5, 0",
    "5, 1 9 5 0 5, 2",
    "2, 1 2 7 9 9, 3",
    "2, 9 2 7 9 1, 0",
    "2, 1 8 2 2 2, 1",
  })
  void encode_ofEachEndToken_poolsAtItsPosition(int end, String ids, int position) {
    set("eos_token_id", end);
    try (TextEncoderModel encoder = load()) {
      TextStates states = encoder.encode(List.of(ids(ids), ids("3 3 3 3 3")), 0).getFirst();
      assertThat(states.pooled().orElseThrow())
          .isEqualTo(
              Arrays.copyOfRange(states.hiddenStates(), position * WIDTH, (position + 1) * WIDTH));
    }
  }

  @Test
  void encode_withAProjection_multipliesThePooledState() {
    try (TextEncoderModel encoder = load()) {
      TextStates states = encoder.encode(List.of(ids("1 2 9 9 9")), 0).getFirst();
      float[] projected = states.projected().orElseThrow();
      float[] pooled = states.pooled().orElseThrow();
      float[] matrix = projection();
      assertThat(projected).hasSize(192);
      for (int i = 0; i < projected.length; i++) {
        double sum = 0;
        for (int j = 0; j < WIDTH; j++) {
          sum += (double) matrix[i * WIDTH + j] * pooled[j];
        }
        assertThat((double) projected[i]).isCloseTo(sum, Offset.offset(1e-5));
      }
    }
  }

  @Test
  void encode_skippingMoreLayersThanThereAre_isRefused() {
    try (TextEncoderModel encoder = load()) {
      assertThatThrownBy(() ->
              encoder.encode(List.of(ids("1 2 3 4 5")), new TextStateChoice(4, FinalNorm.LEFT_OUT)))
          .hasMessage("clipSkip must be 0 to 3, is 4");
    }
  }

  private TextEncoderModel load() {
    TextComponent component = DiffusersFolder.open(root).textEncoders().getLast();
    RandomWeights.write(
        component.weights(),
        List.of(weights -> ClipTextNetwork.graph(component.config(), weights)));
    return TextEncoderModel.load(TextEncoderSource.of(component), ONE_THREAD);
  }

  private float[] projection() {
    try (SafetensorsFile file =
        SafetensorsFile.open(model.file("text_encoder_2/model.safetensors"))) {
      return file.floats("text_projection.weight");
    }
  }

  private void set(String key, int value) {
    model.set(CONFIG, key, Integer.toString(value));
  }

  private static long[] ids(String text) {
    return Arrays.stream(text.split(" ")).mapToLong(Long::parseLong).toArray();
  }
}
