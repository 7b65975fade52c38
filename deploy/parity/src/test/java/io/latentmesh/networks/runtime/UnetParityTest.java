package io.latentmesh.networks.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.latentmesh.networks.folder.DiffusersFolder;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class UnetParityTest {
  /**
   * Twice the worst of the reference against itself in other ways, and tight enough to see a wrong
   * epsilon in a normalization (1.1e-5); fixtures/README.md.
   */
  private static final double LIMIT = 8e-6;

  /** Three times that worst, which deep transformers make larger; fixtures/README.md. */
  private static final double SDXL_LIMIT = 4e-5;

  @TestFactory
  Stream<DynamicTest> predict_atTheGivenTimesteps_givesTheReferencesPrediction() {
    return ParityCase.tests(
        "unet/sample",
        parityCase -> {
          DiffusersFolder folder = parityCase.model();
          try (ParityCase.Tensors tensors = parityCase.tensors();
              DenoiserModel model =
                  DenoiserModel.load(folder, new SessionSettings(Provider.CPU, 1))) {
            double limit = model.config().embeddings().textTime().isPresent() ? SDXL_LIMIT : LIMIT;
            for (JsonNode call : parityCase.expected().at("/unet/calls")) {
              String name = call.path("tensor").asText();
              List<DenoiserRow> rows = rows(tensors, call.path("timestep"));
              new Differences(parityCase)
                  .check(
                      name,
                      model.predict(rows).stream().map(OutputRow::values).toList(),
                      tensors.rows(name),
                      limit);
            }
          }
        });
  }

  /** One timestep for all rows, or a list with one for each. */
  static List<DenoiserRow> rows(ParityCase.Tensors tensors, JsonNode timestep) {
    List<float[]> latents = tensors.rows("unet/sample");
    LatentShape shape = tensors.shape("unet/sample");
    return IntStream.range(0, latents.size())
        .mapToObj(i -> {
          double t = (timestep.isArray() ? timestep.get(i) : timestep).asDouble();
          return new DenoiserRow(latents.get(i), shape, (float) t, conditioning(tensors, i));
        })
        .toList();
  }

  private static Conditioning conditioning(ParityCase.Tensors tensors, int row) {
    Conditioning conditioning =
        Conditioning.of(tensors.rows("unet/encoder_hidden_states").get(row));
    if (tensors.has("unet/text_embeds")) {
      conditioning =
          conditioning.withTextAndSizes(
              tensors.rows("unet/text_embeds").get(row), tensors.rows("unet/time_ids").get(row));
    }
    return tensors.has("unet/timestep_cond")
        ? conditioning.withTimestepCondition(tensors.rows("unet/timestep_cond").get(row))
        : conditioning;
  }
}
