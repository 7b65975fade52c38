package io.latentmesh.orchestrator.plan;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import io.latentmesh.parity.FixtureCase;
import io.latentmesh.parity.Fixtures;
import io.latentmesh.tensor.TensorCodec;
import io.latentmesh.unet.ServedDenoiser;
import io.latentmesh.v1.Control;
import io.latentmesh.v1.Evaluate;
import io.latentmesh.v1.Open;
import io.latentmesh.v1.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Whole runs of StableDiffusionControlNetPipeline: scales, windows of the schedule, two ControlNets
 * at once, guess mode. The pictures go to the service as pixels.
 */
class ControlNetRunsParityTest {
  /** The generator's; runs do not say it. */
  private static final String PROMPT = "a photo of an astronaut riding a horse on mars";

  private static final int CONDITIONAL = 1;

  private static final Map<FixtureCase, ServedDenoiser> SERVED = new HashMap<>();

  @AfterAll
  static void close() {
    SERVED.values().forEach(ServedDenoiser::close);
    SERVED.clear();
  }

  @TestFactory
  Stream<DynamicTest> run_followingPictures_isTheReferences() {
    FixtureCase fixture =
        Fixtures.cases(Fixtures.folder(), each -> each.name().equals("controlnet")).getFirst();
    return elements(fixture.expected().path("runs"))
        .map(run -> dynamicTest(run.path("name").asText(), () -> check(fixture, run)));
  }

  private static void check(FixtureCase fixture, JsonNode run) {
    Reference reference = Reference.of(fixture, run);
    Open.Builder open =
        ServedRun.opening(
            fixture.modelFolder(), reference.shape(), run.path("negative").asText(""), PROMPT);
    elements(run.path("nets"))
        .forEach(net -> open.addControls(control(fixture, run, open, net.asInt())));
    new ServedRun(reference, evaluation -> keep(run, evaluation))
        .check(SERVED.computeIfAbsent(fixture, ControlNetRunsParityTest::start), open.build());
  }

  private static Control control(FixtureCase fixture, JsonNode run, Open.Builder open, int net) {
    JsonNode scale = run.path("scale");
    Control.Builder control =
        Control.newBuilder()
            .setName(fixture.expected().path("nets").path(net).asText())
            .setHint(
                pixels(
                    fixture
                        .folder()
                        .resolve(fixture.expected().path("control_images").path(net).asText())))
            .setScale(
                scale.isArray()
                    ? scale.path(open.getControlsCount()).doubleValue()
                    : scale.doubleValue());
    return run.path("guess").asBoolean()
        ? control.setGuessMode(true).addConditionings(CONDITIONAL).build()
        : control.build();
  }

  /** One evaluation is one step in all of these runs. */
  private static Evaluate.Builder keep(JsonNode run, int step) {
    Evaluate.Builder evaluate = Evaluate.newBuilder();
    run.path("keep").path(step).forEach(keep -> evaluate.addControlScales(keep.doubleValue()));
    return evaluate;
  }

  private static ServedDenoiser start(FixtureCase fixture) {
    Map<String, String> settings =
        elements(fixture.expected().path("nets"))
            .map(JsonNode::asText)
            .collect(
                Collectors.toMap(
                    "latentmesh.model.controls.%s.path"::formatted,
                    net -> fixture.folder().resolve(net).toString()));
    return ServedDenoiser.start(fixture.modelFolder(), settings);
  }

  private static Tensor pixels(Path png) {
    try {
      BufferedImage image = ImageIO.read(png.toFile());
      byte[] bytes = new byte[image.getHeight() * image.getWidth() * 3];
      for (int i = 0; i < bytes.length; i++) {
        int pixel = i / 3;
        int rgb = image.getRGB(pixel % image.getWidth(), pixel / image.getWidth());
        bytes[i] = (byte) (rgb >> (16 - 8 * (i % 3)));
      }
      return TensorCodec.ofBytes(
          bytes, List.of((long) image.getHeight(), (long) image.getWidth(), 3L));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return IntStream.range(0, array.size()).mapToObj(array::path);
  }
}
