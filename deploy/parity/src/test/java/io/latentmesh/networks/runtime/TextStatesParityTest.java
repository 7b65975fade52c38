package io.latentmesh.networks.runtime;

import io.latentmesh.networks.architecture.ClipTextNetwork;
import io.latentmesh.networks.folder.DiffusersFolder;
import io.latentmesh.networks.safetensors.SafetensorsFile;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class TextStatesParityTest {
  /** Six times the worst of the reference against itself in other ways; fixtures/README.md. */
  private static final double LIMIT = 2e-5;

  private static final SessionSettings ONE_THREAD = new SessionSettings(Provider.CPU, 1);

  @TestFactory
  Stream<DynamicTest> encode_ofGivenIds_givesTheReferencesStates() {
    return ParityCase.tests(
        "text/input_ids",
        parityCase -> {
          DiffusersFolder folder = parityCase.model();
          try (ParityCase.Tensors tensors = parityCase.tensors();
              TextEncoderModel model = TextEncoderModel.load(folder, ONE_THREAD)) {
            Differences differences = new Differences(parityCase);
            List<TextStates> states = model.encode(tensors.longRows("text/input_ids"), 0);
            differences.check(
                "last_hidden_state",
                states.stream().map(TextStates::hiddenStates).toList(),
                tensors.rows("text/last_hidden_state"),
                LIMIT);
            differences.check(
                "pooler_output",
                states.stream().map(TextStates::pooled).toList(),
                tensors.rows("text/pooler_output"),
                LIMIT);
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> output_ofEveryLayer_isTheReferencesHiddenState() {
    return ParityCase.tests(
        "text/hidden_states_0",
        parityCase -> {
          DiffusersFolder folder = parityCase.model();
          try (ParityCase.Tensors tensors = parityCase.tensors();
              TextEncoderModel model = TextEncoderModel.load(folder, ONE_THREAD)) {
            List<long[]> ids = tensors.longRows("text/input_ids");
            for (int layer = 0; layer <= model.config().layers(); layer++) {
              String name = "hidden_states_" + layer;
              new Differences(parityCase)
                  .check(
                      name,
                      model.output(ClipTextNetwork.hiddenStates(layer), ids),
                      tensors.rows("text/" + name),
                      LIMIT);
            }
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> encode_skippingTheLastLayer_normalizesTheOneBefore() {
    return ParityCase.tests(
        "text/hidden_states_0",
        parityCase -> {
          DiffusersFolder folder = parityCase.model();
          try (ParityCase.Tensors tensors = parityCase.tensors();
              TextEncoderModel model = TextEncoderModel.load(folder, ONE_THREAD)) {
            String before = "text/hidden_states_" + (model.config().layers() - 1);
            List<float[]> expected =
                tensors.rows(before).stream().map(states -> finalNorm(folder, states)).toList();
            List<TextStates> states = model.encode(tensors.longRows("text/input_ids"), 1);
            new Differences(parityCase)
                .check(
                    "clip_skip_1",
                    states.stream().map(TextStates::hiddenStates).toList(),
                    expected,
                    LIMIT);
          }
        });
  }

  /**
   * Layer normalization (Ba et al., 2016, arXiv:1607.06450, equation 4) with the model's weights.
   */
  private static float[] finalNorm(DiffusersFolder folder, float[] states) {
    try (SafetensorsFile file = SafetensorsFile.open(folder.textWeights())) {
      String prefix = file.entries().containsKey("final_layer_norm.weight") ? "" : "text_model.";
      float[] scale = file.floats(prefix + "final_layer_norm.weight");
      float[] shift = file.floats(prefix + "final_layer_norm.bias");
      float[] normed = new float[states.length];
      for (int token = 0; token < states.length; token += scale.length) {
        double[] x = new double[scale.length];
        for (int i = 0; i < x.length; i++) {
          x[i] = states[token + i];
        }
        double mean = Arrays.stream(x).average().orElseThrow();
        double variance =
            Arrays.stream(x).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
        for (int i = 0; i < x.length; i++) {
          double unit = (x[i] - mean) / Math.sqrt(variance + folder.textConfig().eps());
          normed[token + i] = (float) (unit * scale[i] + shift[i]);
        }
      }
      return normed;
    }
  }
}
