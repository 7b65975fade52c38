package io.latentmesh.networks.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.latentmesh.networks.folder.ControlNetFolder;
import io.latentmesh.networks.graph.GraphSettings.OperatorSet;
import io.latentmesh.networks.model.TextEncoderSource;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The F16 graphs that CUDA gets by default, on the CPU, against the reference in F32. What is
 * compared is the relative error in the root mean square.
 *
 * <p>Why the limits: F16 rounds with a relative error of at most u = 2^-11 = 4.9e-4. A value on its
 * way through a network is rounded once per operator that it passes, and n independent errors of at
 * most u add up to less than u sqrt(n). The number n is counted along the longest way through each
 * of the fixtures' networks. Measured are 0.02 to 0.5 of the limits: the CPU provider computes
 * convolutions, products and norms in F32 and leaves out the pair of casts between two of them, so
 * fewer roundings happen here than on CUDA. Islands, types and what the graph asks for are the
 * same.
 */
class HalfPrecisionParityTest {
  private static final double UNIT_ROUNDOFF = 0x1p-11;

  /** Twelve in each of a text encoder's two to five layers. */
  private static final double TEXT = limit(40);

  /** Six resnets and transformers of one block down, as many and one more up: ten each. */
  private static final double UNET = limit(130);

  /** Transformers of up to ten blocks, twelve in each. */
  private static final double SDXL_UNET = limit(300);

  /** Down path only. */
  private static final double CONTROL_NET = limit(60);

  /** Two resnets a level, the mid block. */
  private static final double AUTOENCODER = limit(60);

  private static final System.Logger log = System.getLogger("parity");

  private static final SessionSettings HALF =
      new SessionSettings(Provider.CPU, 1, PrecisionChoice.FP16, OperatorSet.PORTABLE);

  @TestFactory
  Stream<DynamicTest> predict_inF16_isCloseToTheReferencesPrediction() {
    return ParityCase.tests(
        "unet/sample",
        parityCase -> {
          try (ParityCase.Tensors tensors = parityCase.tensors();
              DenoiserModel model = DenoiserModel.load(parityCase.model(), HALF)) {
            assertThat(model.identity().precision()).isEqualTo("fp16");
            for (JsonNode call : parityCase.expected().at("/unet/calls")) {
              String name = call.path("tensor").asText();
              List<DenoiserRow> rows = UnetParityTest.rows(tensors, call.path("timestep"));
              List<OutputRow> made = model.predict(rows);
              new Comparison(
                      parityCase,
                      model.config().embeddings().textTime().isPresent() ? SDXL_UNET : UNET)
                  .check(name, made.stream().map(OutputRow::values).toList(), tensors.rows(name));
            }
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> residuals_inF16_areCloseToTheReferences() {
    return ParityCase.tests(
        "call/controlnet_cond",
        parityCase -> {
          JsonNode call = parityCase.expected().at("/calls/0");
          int index = call.path("net").asInt();
          String net = parityCase.expected().path("nets").get(index).asText();
          ControlNetFolder folder = ControlNetFolder.open(parityCase.folder().resolve(net));
          try (ParityCase.Tensors tensors = parityCase.tensors();
              ControlNetModel model = ControlNetModel.load(folder, HALF)) {
            DenoiserRow row =
                new DenoiserRow(
                    tensors.floats("call/sample"),
                    tensors.shape("call/sample"),
                    (float) call.path("timestep").asDouble(),
                    Conditioning.of(tensors.floats("call/encoder_hidden_states")));
            float[] hint = tensors.floats("call/controlnet_cond" + (index == 0 ? "" : "_" + index));
            List<float[]> made = model.residuals(List.of(row), List.of(hint)).getFirst().all();
            double scale = call.path("conditioning_scale").asDouble();
            List<String> names = new ArrayList<>();
            call.path("down").forEach(name -> names.add(name.asText()));
            names.add(call.path("mid").asText());
            for (int i = 0; i < names.size(); i++) {
              new Comparison(parityCase, CONTROL_NET)
                  .check(
                      names.get(i),
                      List.of(scaled(made.get(i), scale)),
                      tensors.rows(names.get(i)));
            }
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> decode_inF16_isCloseToTheReferencesImage() {
    return ParityCase.tests(
        "vae/decoder_input",
        parityCase -> {
          try (ParityCase.Tensors tensors = parityCase.tensors();
              AutoencoderModel model = AutoencoderModel.load(parityCase.model(), HALF)) {
            LatentShape shape = tensors.shape("vae/decoder_input");
            List<OutputRow> images =
                model.decode(tensors.rows("vae/decoder_input"), shape.height(), shape.width());
            new Comparison(parityCase, AUTOENCODER)
                .check(
                    "decoded",
                    images.stream().map(OutputRow::values).toList(),
                    tensors.rows("vae/decoded"));
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> encode_inF16_isCloseToTheReferencesMoments() {
    return ParityCase.tests(
        "vae/image",
        parityCase -> {
          try (ParityCase.Tensors tensors = parityCase.tensors();
              AutoencoderModel model = AutoencoderModel.load(parityCase.model(), HALF)) {
            LatentShape shape = tensors.shape("vae/image");
            List<Moments> moments =
                model.encode(tensors.rows("vae/image"), shape.height(), shape.width());
            new Comparison(parityCase, AUTOENCODER)
                .check(
                    "mean", moments.stream().map(Moments::mean).toList(), tensors.rows("vae/mean"));
            new Comparison(parityCase, AUTOENCODER)
                .check(
                    "logvar",
                    moments.stream().map(Moments::logVariance).toList(),
                    tensors.rows("vae/logvar"));
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> encode_ofTextInF16_isCloseToTheReferencesStates() {
    return ParityCase.tests(
        "text1?/last_hidden_state",
        parityCase -> {
          try (ParityCase.Tensors tensors = parityCase.tensors()) {
            for (ParityCase.Text text : parityCase.texts()) {
              try (TextEncoderModel model =
                  TextEncoderModel.load(TextEncoderSource.of(text.component()), HALF)) {
                List<TextStates> states =
                    model.encode(tensors.longRows(text.prefix() + "/input_ids"), 0);
                String name = text.prefix() + "/last_hidden_state";
                new Comparison(parityCase, TEXT)
                    .check(
                        name,
                        states.stream().map(TextStates::hiddenStates).toList(),
                        tensors.rows(name));
              }
            }
          }
        });
  }

  private static double limit(int roundings) {
    return UNIT_ROUNDOFF * Math.sqrt(roundings);
  }

  /** Compares the rows of one tensor with those of the same name in a case. */
  private record Comparison(ParityCase parityCase, double limit) {
    void check(String name, List<float[]> actual, List<float[]> expected) {
      double error = 0;
      double size = 0;
      for (int row = 0; row < expected.size(); row++) {
        error += squares(difference(actual.get(row), expected.get(row)));
        size += squares(expected.get(row));
      }
      double relative = Math.sqrt(error / size);
      log.log(
          Level.INFO,
          "{0} {1} in F16: {2} of {3}",
          parityCase.name(),
          name,
          "%.2e".formatted(relative),
          "%.2e".formatted(limit));
      assertThat(relative).as("relative error of %s", name).isLessThanOrEqualTo(limit);
    }
  }

  private static float[] difference(float[] a, float[] b) {
    return floats(a.length, i -> a[i] - b[i]);
  }

  private static float[] scaled(float[] x, double factor) {
    return floats(x.length, i -> (float) (factor * x[i]));
  }

  private static double squares(float[] x) {
    return IntStream.range(0, x.length).mapToDouble(i -> (double) x[i] * x[i]).sum();
  }

  private interface Element {
    float at(int index);
  }

  private static float[] floats(int length, Element element) {
    float[] floats = new float[length];
    for (int i = 0; i < length; i++) {
      floats[i] = element.at(i);
    }
    return floats;
  }
}
