package io.latentmesh.orchestrator.preview;

import static org.assertj.core.api.Assertions.assertThat;

import io.latentmesh.orchestrator.sampling.Denoiser;
import io.latentmesh.orchestrator.sampling.Latent;
import io.latentmesh.orchestrator.sampling.LatentShape;
import io.latentmesh.orchestrator.stage.FakeVae;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class ImagePreviewsTest {
  private static final Latent LATENT = Latent.of(new LatentShape(4, 2, 3), new float[24]);
  private static final Denoiser MODEL = (x, sigma) -> x.times(sigma);

  private final List<ImagePreviews.Picture> pictures = new ArrayList<>();

  @Test
  void evaluations_atTheCadence_areShownAsDenoised() {
    Denoiser denoiser = previews(2, Runnable::run).shown(MODEL, MODEL);
    for (int i = 0; i < 5; i++) {
      denoiser.denoise(LATENT, 1);
    }
    assertThat(pictures).extracting(ImagePreviews.Picture::evaluations).containsExactly(2, 4);
    assertThat(pictures.getFirst().width()).isEqualTo(3);
    assertThat(pictures.getFirst().height()).isEqualTo(2);
  }

  @Test
  void denoiser_shown_answersAsBefore() {
    Latent shown = previews(1, Runnable::run).shown(MODEL, MODEL).denoise(LATENT, 0.5);
    assertThat(shown.toArray()).isEqualTo(MODEL.denoise(LATENT, 0.5).toArray());
  }

  @Test
  void estimate_thatIsAnotherLatent_isWhatIsShown() {
    Denoiser red = (x, sigma) -> Latent.of(x.shape(), filled(1));
    previews(1, Runnable::run).shown(red, red).denoise(LATENT, 1);
    previews(1, Runnable::run).shown(MODEL, red).denoise(LATENT, 1);
    previews(1, Runnable::run).shown(red, MODEL).denoise(LATENT, 1);
    assertThat(pictures.get(1).png().bytes()).isEqualTo(pictures.get(0).png().bytes());
    assertThat(pictures.get(2).png().bytes()).isNotEqualTo(pictures.get(0).png().bytes());
  }

  private static float[] filled(float value) {
    float[] values = new float[LATENT.shape().elements()];
    Arrays.fill(values, value);
    return values;
  }

  @Test
  void preview_thatHasNoTime_isSkippedForALaterOne() {
    List<Runnable> threads = new ArrayList<>();
    Denoiser denoiser = previews(1, threads::add).shown(MODEL, MODEL);
    for (int i = 0; i < 3; i++) {
      denoiser.denoise(LATENT, 1);
    }
    threads.forEach(Runnable::run);
    assertThat(pictures).extracting(ImagePreviews.Picture::evaluations).containsExactly(3);
  }

  @Test
  void preview_madeAfterTheImage_isNotDelivered() {
    List<Runnable> threads = new ArrayList<>();
    var previews = previews(1, threads::add);
    previews.shown(MODEL, MODEL).denoise(LATENT, 1);
    previews.close();
    threads.forEach(Runnable::run);
    assertThat(pictures).isEmpty();
  }

  @Test
  void preview_offeredAfterTheImageEnded_isNotDelivered() {
    var previews = previews(1, Runnable::run);
    previews
        .shown(
            (x, sigma) -> {
              previews.close();
              return x;
            },
            MODEL)
        .denoise(LATENT, 1);
    assertThat(pictures).isEmpty();
  }

  @Test
  void listener_thatFails_doesNotFailTheImage() {
    var previews =
        new ImagePreviews(
            new ImagePreviews.Cadence(1, FakeVae.FIRST_CHANNEL_IS_RED),
            picture -> {
              throw new IllegalStateException("the test's");
            },
            Runnable::run);
    assertThat(previews.shown(MODEL, MODEL).denoise(LATENT, 1).shape()).isEqualTo(LATENT.shape());
  }

  private ImagePreviews previews(int every, Executor executor) {
    return new ImagePreviews(
        new ImagePreviews.Cadence(every, FakeVae.FIRST_CHANNEL_IS_RED), pictures::add, executor);
  }
}
