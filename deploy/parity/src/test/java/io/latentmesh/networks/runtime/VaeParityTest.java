package io.latentmesh.networks.runtime;

import io.latentmesh.networks.folder.DiffusersFolder;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class VaeParityTest {
  /** Five times the worst of the reference against itself, at a std of 0.45; fixtures/README.md. */
  private static final double DECODE_LIMIT = 8e-6;

  /**
   * The fixtures state no limit for moments. Images have a std of 0.45 and means one of 4.7, so the
   * decoder's limit relative to its std, 1.8e-5, is taken here too: about 8e-5, seven times what
   * was measured, where a wrong epsilon costs 3.7e-4.
   */
  private static final double ENCODE_LIMIT_PER_STD = 1.8e-5;

  private static final SessionSettings ONE_THREAD = new SessionSettings(Provider.CPU, 1);

  @TestFactory
  Stream<DynamicTest> decode_ofGivenLatents_givesTheReferencesImage() {
    return ParityCase.tests(
        "vae/decoder_input",
        parityCase -> {
          DiffusersFolder folder = parityCase.model();
          try (ParityCase.Tensors tensors = parityCase.tensors();
              AutoencoderModel model = AutoencoderModel.load(folder, ONE_THREAD)) {
            LatentShape shape = tensors.shape("vae/decoder_input");
            List<OutputRow> images =
                model.decode(tensors.rows("vae/decoder_input"), shape.height(), shape.width());
            new Differences(parityCase)
                .check(
                    "decoded",
                    images.stream().map(OutputRow::values).toList(),
                    tensors.rows("vae/decoded"),
                    DECODE_LIMIT);
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> encode_ofGivenImages_givesTheReferencesMoments() {
    return ParityCase.tests(
        "vae/image",
        parityCase -> {
          DiffusersFolder folder = parityCase.model();
          try (ParityCase.Tensors tensors = parityCase.tensors();
              AutoencoderModel model = AutoencoderModel.load(folder, ONE_THREAD)) {
            LatentShape shape = tensors.shape("vae/image");
            List<Moments> moments =
                model.encode(tensors.rows("vae/image"), shape.height(), shape.width());
            double limit = ENCODE_LIMIT_PER_STD * Differences.std(tensors.floats("vae/mean"));
            Differences differences = new Differences(parityCase);
            differences.check(
                "mean",
                moments.stream().map(Moments::mean).toList(),
                tensors.rows("vae/mean"),
                limit);
            differences.check(
                "logvar",
                moments.stream().map(Moments::logVariance).toList(),
                tensors.rows("vae/logvar"),
                limit);
          }
        });
  }
}
