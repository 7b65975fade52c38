package io.latentmesh.networks.runtime;

import io.latentmesh.networks.architecture.ClipTextNetwork;
import io.latentmesh.networks.folder.TextComponent;
import io.latentmesh.networks.model.TextEncoderSource;
import io.latentmesh.networks.runtime.TextStateChoice.FinalNorm;
import io.latentmesh.networks.safetensors.SafetensorsFile;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class TextStatesParityTest {
  /** Six times the worst of the reference against itself in other ways; fixtures/README.md. */
  private static final double LIMIT = 2e-5;

  private static final SessionSettings ONE_THREAD = new SessionSettings(Provider.CPU, 1);

  @TestFactory
  Stream<DynamicTest> encode_ofGivenIds_givesTheReferencesStates() {
    return tests((check, model) -> {
      List<TextStates> states = model.encode(check.ids(), 0);
      check.that("last_hidden_state", states.stream().map(TextStates::hiddenStates).toList());
      if (check.has("pooler_output")) {
        check.that(
            "pooler_output", states.stream().map(each -> each.pooled().orElseThrow()).toList());
      }
      if (check.has("text_embeds")) {
        check.that("text_embeds", states.stream().map(s -> s.projected().orElseThrow()).toList());
      }
    });
  }

  @TestFactory
  Stream<DynamicTest> layer_ofEveryLayer_isTheReferencesHiddenState() {
    return tests((check, model) -> {
      for (int layer = 0; layer <= model.config().layers(); layer++) {
        check.that(
            "hidden_states_" + layer,
            model.layer(ClipTextNetwork.hiddenStates(layer), check.ids()));
      }
    });
  }

  @TestFactory
  Stream<DynamicTest> encode_withoutTheFinalNorm_givesTheLayersStates() {
    return tests((check, model) -> {
      TextStateChoice choice = new TextStateChoice(1, FinalNorm.LEFT_OUT);
      check.that(
          "hidden_states_" + (model.config().layers() - 1),
          model.encode(check.ids(), choice).stream().map(TextStates::hiddenStates).toList());
    });
  }

  @TestFactory
  Stream<DynamicTest> encode_skippingTheLastLayer_normalizesTheOneBefore() {
    return tests((check, model) -> {
      String before = "hidden_states_" + (model.config().layers() - 1);
      List<float[]> expected =
          check.rows(before).stream()
              .map(states -> finalNorm(check.text().component(), states))
              .toList();
      List<TextStates> states = model.encode(check.ids(), 1);
      check.that("clip_skip_1", states.stream().map(TextStates::hiddenStates).toList(), expected);
    });
  }

  /** One test for each text encoder of each case that has its states. */
  private static Stream<DynamicTest> tests(BiConsumer<Check, TextEncoderModel> body) {
    return ParityCase.tests(
        "text1?/input_ids",
        parityCase -> {
          for (ParityCase.Text text : parityCase.texts()) {
            try (ParityCase.Tensors tensors = parityCase.tensors();
                TextEncoderModel model =
                    TextEncoderModel.load(TextEncoderSource.of(text.component()), ONE_THREAD)) {
              body.accept(new Check(parityCase, text, tensors), model);
            }
          }
        });
  }

  /** Compares with the tensors of one text encoder. */
  private record Check(ParityCase parityCase, ParityCase.Text text, ParityCase.Tensors tensors) {
    List<long[]> ids() {
      return tensors.longRows(text.prefix() + "/input_ids");
    }

    boolean has(String name) {
      return tensors.has(text.prefix() + "/" + name);
    }

    List<float[]> rows(String name) {
      return tensors.rows(text.prefix() + "/" + name);
    }

    void that(String name, List<float[]> actual) {
      that(name, actual, rows(name));
    }

    void that(String name, List<float[]> actual, List<float[]> expected) {
      new Differences(parityCase).check(text.prefix() + "/" + name, actual, expected, LIMIT);
    }
  }

  /**
   * Layer normalization (Ba et al., 2016, arXiv:1607.06450, equation 4) with the model's weights.
   */
  private static float[] finalNorm(TextComponent component, float[] states) {
    try (SafetensorsFile file = SafetensorsFile.open(component.weights())) {
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
          double unit = (x[i] - mean) / Math.sqrt(variance + component.config().eps());
          normed[token + i] = (float) (unit * scale[i] + shift[i]);
        }
      }
      return normed;
    }
  }
}
