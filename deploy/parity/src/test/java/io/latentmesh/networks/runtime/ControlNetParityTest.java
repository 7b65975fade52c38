package io.latentmesh.networks.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.latentmesh.networks.architecture.UnetVariant;
import io.latentmesh.networks.folder.ControlNetFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ControlNetParityTest {
  /** Six times the worst of the reference against itself in other ways; fixtures/README.md. */
  private static final double RESIDUALS_LIMIT = 5e-5;

  /** As for a UNet alone. */
  private static final double UNET_LIMIT = 8e-6;

  private static final SessionSettings ONE_THREAD = new SessionSettings(Provider.CPU, 1);

  @TestFactory
  Stream<DynamicTest> residuals_weightedAsTheReferenceDoes_areTheReferences() {
    return calls((call, tensors) -> {
      try (ControlNetModel model = ControlNetModel.load(call.net(), ONE_THREAD)) {
        ControlResiduals made =
            model.residuals(List.of(call.row(tensors)), List.of(call.hint(tensors))).getFirst();
        List<float[]> weighted = weighted(made.all(), call.weights(made.all().size()));
        List<String> names = call.names();
        for (int i = 0; i < names.size(); i++) {
          call.differences()
              .check(
                  names.get(i),
                  List.of(weighted.get(i)),
                  tensors.rows(names.get(i)),
                  RESIDUALS_LIMIT);
        }
      }
    });
  }

  @TestFactory
  Stream<DynamicTest> predict_withTheReferencesResiduals_givesItsPrediction() {
    return calls((call, tensors) -> {
      try (DenoiserModel model =
          DenoiserModel.load(call.parityCase().model(), UnetVariant.WITH_RESIDUALS, ONE_THREAD)) {
        List<float[]> residuals = call.names().stream().map(tensors::floats).toList();
        DenoiserRow row = call.row(tensors, new ControlResiduals(residuals));
        String name = call.json().path("unet").asText();
        call.differences()
            .check(
                name,
                model.predict(List.of(row)).stream().map(OutputRow::values).toList(),
                tensors.rows(name),
                UNET_LIMIT);
      }
    });
  }

  /** One test for each case with ControlNets. */
  private static Stream<DynamicTest> calls(BiConsumer<Call, ParityCase.Tensors> body) {
    return ParityCase.tests(
        "call/controlnet_cond",
        parityCase -> {
          try (ParityCase.Tensors tensors = parityCase.tensors()) {
            for (JsonNode json : parityCase.expected().path("calls")) {
              body.accept(new Call(parityCase, json), tensors);
            }
          }
        });
  }

  private static List<float[]> weighted(List<float[]> residuals, List<Double> weights) {
    List<float[]> weighted = new ArrayList<>();
    for (int i = 0; i < residuals.size(); i++) {
      float[] values = residuals.get(i).clone();
      for (int j = 0; j < values.length; j++) {
        values[j] *= weights.get(i).floatValue();
      }
      weighted.add(values);
    }
    return weighted;
  }

  /** A call of a ControlNet and then of the denoiser. */
  private record Call(ParityCase parityCase, JsonNode json) {
    ControlNetFolder net() {
      String folder = parityCase.expected().path("nets").get(json.path("net").asInt()).asText();
      return ControlNetFolder.open(parityCase.folder().resolve(folder));
    }

    float[] hint(ParityCase.Tensors tensors) {
      int net = json.path("net").asInt();
      return tensors.floats("call/controlnet_cond" + (net == 0 ? "" : "_" + net));
    }

    DenoiserRow row(ParityCase.Tensors tensors) {
      return row(tensors, Conditioning.of(tensors.floats("call/encoder_hidden_states")));
    }

    DenoiserRow row(ParityCase.Tensors tensors, ControlResiduals residuals) {
      Conditioning text = Conditioning.of(tensors.floats("call/encoder_hidden_states"));
      return row(tensors, text.withResiduals(residuals));
    }

    private DenoiserRow row(ParityCase.Tensors tensors, Conditioning conditioning) {
      return new DenoiserRow(
          tensors.floats("call/sample"),
          tensors.shape("call/sample"),
          (float) json.path("timestep").asDouble(),
          conditioning);
    }

    /** Guess mode: logspace(-1, 0) over all residuals; both ways times the conditioning scale. */
    List<Double> weights(int count) {
      double scale = json.path("conditioning_scale").asDouble();
      boolean guess = json.path("guess_mode").asBoolean();
      return IntStream.range(0, count)
          .mapToObj(i -> scale * (guess ? Math.pow(10, (double) i / (count - 1) - 1) : 1))
          .toList();
    }

    /** The tensors of the residuals, the middle's last. */
    List<String> names() {
      List<String> names = new ArrayList<>();
      json.path("down").forEach(name -> names.add(name.asText()));
      names.add(json.path("mid").asText());
      return names;
    }

    Differences differences() {
      return new Differences(parityCase);
    }
  }
}
