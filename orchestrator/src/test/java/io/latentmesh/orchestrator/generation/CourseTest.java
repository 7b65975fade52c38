package io.latentmesh.orchestrator.generation;

import static io.latentmesh.orchestrator.request.Requests.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.latentmesh.orchestrator.FakeMesh;
import io.latentmesh.orchestrator.course.CourseRequest;
import io.latentmesh.orchestrator.course.Courses;
import io.latentmesh.orchestrator.request.ExtraOutput;
import io.latentmesh.orchestrator.request.GenerationRequest;
import io.latentmesh.orchestrator.request.GuidanceOptions;
import io.latentmesh.orchestrator.request.NoiseOptions;
import io.latentmesh.orchestrator.request.Requests;
import io.latentmesh.orchestrator.request.SamplingDetails;
import io.latentmesh.orchestrator.sampling.Churn;
import io.latentmesh.orchestrator.sampling.GuidanceShape;
import io.latentmesh.orchestrator.sampling.Latent;
import io.latentmesh.orchestrator.sampling.LatentShape;
import io.latentmesh.orchestrator.sampling.NoiseSource;
import io.latentmesh.orchestrator.stage.FakeVae;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Drawing from pictures, latents and checkpoints, with stages without weights. */
class CourseTest {
  private static final int SIDE = 16;
  private static final int LATENT_SIDE = 4;
  private static final ByteBuffer PICTURE = Courses.png(SIDE, SIDE);
  private static final ByteBuffer MASK = Courses.rightHalf(SIDE, SIDE);

  private final FakeMesh mesh = new FakeMesh();

  @Test
  void picture_ofSeveralImages_isEncodedOnce() {
    draw(Requests.count(5, 3), Requests.course(Courses.with(Courses.picture(PICTURE))));
    assertThat(mesh.vae.encoded()).hasSize(1);
  }

  @Test
  void maskedPicture_isEncodedOnlyAsTheModelLooksAtIt() {
    var course = Courses.with(Courses.picture(PICTURE), Courses.mask(MASK));
    draw(Requests.course(course));
    assertThat(mesh.vae.encoded()).as("the whole picture").hasSize(1);
    mesh.denoiser.taking(5);
    draw(Requests.course(course));
    assertThat(mesh.vae.encoded()).as("and what the mask shows").hasSize(2);
  }

  @Test
  void picture_atASmallStrength_isNearerThanAtALargeOne() {
    assertThat(distance(0.2)).isLessThan(distance(0.6));
  }

  private double distance(double strength) {
    Latent drawn =
        latents(
            draw(
                Requests.steps(10),
                Requests.course(
                    Courses.with(Courses.picture(PICTURE), Courses.strength(strength)))));
    float[] clean = cleanPicture();
    double sum = 0;
    for (int i = 0; i < clean.length; i++) {
      sum += Math.abs(drawn.toArray()[i] - clean[i]);
    }
    return sum;
  }

  @Test
  void mask_withAnOrdinaryModel_keepsWhatItDoesNotMark() {
    float[] drawn =
        latents(draw(Requests.course(Courses.with(Courses.picture(PICTURE), Courses.mask(MASK)))))
            .toArray();
    float[] clean = cleanPicture();
    for (int i = 0; i < drawn.length; i++) {
      boolean marked = i % LATENT_SIDE >= LATENT_SIDE / 2;
      if (marked) {
        assertThat(drawn[i]).as("element %d", i).isNotEqualTo(clean[i]);
      } else {
        assertThat(drawn[i]).as("element %d", i).isEqualTo(clean[i]);
      }
    }
    assertThat(mesh.denoiser.extraChannels()).isEmpty();
  }

  @Test
  void mask_withAnInpaintingModel_travelsWithTheHiddenPicture() {
    mesh.denoiser.taking(5);
    draw(Requests.course(Courses.with(Courses.picture(PICTURE), Courses.mask(MASK))));
    Latent extra = mesh.denoiser.extraChannels().getFirst();
    assertThat(extra.shape()).isEqualTo(new LatentShape(5, LATENT_SIDE, LATENT_SIDE));
    float[] values = extra.toArray();
    float[] clean = cleanPicture();
    float grey = (0 - (float) FakeVae.SHIFT_FACTOR) * (float) FakeVae.SCALING_FACTOR;
    for (int i = 0; i < LATENT_SIDE * LATENT_SIDE; i++) {
      boolean marked = i % LATENT_SIDE >= LATENT_SIDE / 2;
      assertThat(values[i]).as("mask %d", i).isEqualTo(marked ? 1 : 0);
      assertThat(values[LATENT_SIDE * LATENT_SIDE + i])
          .as("first channel of the picture %d", i)
          .isEqualTo(marked ? grey : clean[i]);
    }
  }

  @Test
  void depthMap_withADepthModel_travelsFromMinusOneToOne() {
    mesh.denoiser.taking(1);
    draw(Requests.course(Courses.with(Courses.depthMap(MASK))));
    float[] values = mesh.denoiser.extraChannels().getFirst().toArray();
    assertThat(values).hasSize(LATENT_SIDE * LATENT_SIDE);
    assertThat(values[0]).isLessThan(-0.9f);
    assertThat(values[LATENT_SIDE - 1]).isGreaterThan(0.9f);
  }

  @Test
  void onlyMasked_ofALargerPicture_givesThePictureBackWhereItIsKept() {
    ByteBuffer large = Courses.png(32, 32);
    var mask = new CourseRequest.Mask(Courses.rightHalf(32, 32), 0, OptionalInt.of(2));
    GenerationEvent.Image image =
        draw(
            Requests.size(SIDE, SIDE),
            Requests.course(Courses.with(Courses.picture(large), Courses.mask(mask))));
    assertThat(image.file().width()).isEqualTo(32);
    assertThat(image.file().height()).isEqualTo(32);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ddim", "plms", "dpm++-2m", "euler-a", "dpm++-sde", "unipc", "heun"})
  void goingOn_whereItStopped_isThePictureInOneGo(String sampler) {
    GenerationEvent.Image whole = draw(Requests.sampler(sampler), Requests.steps(6));
    GenerationEvent.Image half =
        draw(
            Requests.sampler(sampler),
            Requests.steps(6),
            Requests.course(Courses.with(Courses.stopAfter(4))));
    CourseRequest.Checkpoint place = half.extras().checkpoint().orElseThrow();
    assertThat(place.denoised()).hasSize(4);
    GenerationEvent.Image rest =
        draw(
            Requests.sampler(sampler),
            Requests.steps(6),
            Requests.course(Courses.with(Courses.checkpoint(place.seed(), place.denoised()))));
    assertThat(latents(rest).toArray()).isEqualTo(latents(whole).toArray());
    assertThat(latents(half).toArray()).isNotEqualTo(latents(whole).toArray());
  }

  /** The last two draw their noise from Brownian paths. */
  @ParameterizedTest
  @ValueSource(strings = {"euler-a", "dpm++-sde", "dpm++-3m-sde-k"})
  void fork_withAnotherSeed_hasOtherNoiseFromThereOn(String sampler) {
    GenerationEvent.Image half =
        draw(
            Requests.sampler(sampler),
            Requests.steps(6),
            Requests.count(1, 1),
            Requests.course(Courses.with(Courses.stopAfter(3))));
    CourseRequest.Checkpoint place = half.extras().checkpoint().orElseThrow();
    var course = Requests.course(Courses.with(Courses.checkpoint(place.seed(), place.denoised())));
    float[] same = fork(sampler, 1, course);
    float[] other = fork(sampler, 2, course);
    assertThat(fork(sampler, 1, course)).isEqualTo(same);
    assertThat(fork(sampler, 2, course)).isEqualTo(other).isNotEqualTo(same);
    assertThat(fork(sampler, 3, course)).isNotEqualTo(other);
  }

  private float[] fork(String sampler, long seed, UnaryOperator<GenerationRequest> course) {
    return latents(
            draw(Requests.sampler(sampler), Requests.steps(6), Requests.count(seed, 1), course))
        .toArray();
  }

  @Test
  void fork_withAnotherPrompt_isAnotherPictureOfTheSameBeginning() {
    GenerationEvent.Image half =
        draw(Requests.steps(6), Requests.course(Courses.with(Courses.stopAfter(3))));
    CourseRequest.Checkpoint place = half.extras().checkpoint().orElseThrow();
    var course = Requests.course(Courses.with(Courses.checkpoint(place.seed(), place.denoised())));
    GenerationEvent.Image same = draw(Requests.steps(6), course);
    int evaluations = mesh.denoiser.rowsPerEvaluation().size();
    GenerationEvent.Image other = draw(Requests.steps(6), Requests.prompt("a star"), course);
    assertThat(latents(other).toArray()).isNotEqualTo(latents(same).toArray());
    assertThat(mesh.denoiser.rowsPerEvaluation()).hasSize(evaluations + 4);
  }

  @Test
  void replay_ofARecipe_givesTheSameBytes() {
    GenerationEvent.Image first =
        draw(
            Requests.sampler("euler-a"),
            Requests.schedule("karras"),
            Requests.eta(0.5),
            Requests.negativePrompt("blue"));
    assertThat(replay(first, CourseRequest.WHOLE).file().png().bytes())
        .isEqualTo(first.file().png().bytes());
  }

  @Test
  void replay_ofARecipeFromAPicture_withThePictureGivesTheSameBytes() {
    CourseRequest course = Courses.with(Courses.picture(PICTURE), Courses.strength(0.7));
    GenerationEvent.Image first = draw(Requests.course(course));
    assertThat(replay(first, Courses.with(Courses.picture(PICTURE))).file().png().bytes())
        .isEqualTo(first.file().png().bytes());
  }

  @Test
  void replay_ofEveryDetail_givesTheSameBytes() {
    var noise =
        new NoiseOptions(
            NoiseSource.NVIDIA,
            Optional.of(new NoiseOptions.Variation(OptionalLong.of(3), 0.25)),
            Optional.of(new NoiseOptions.PixelSize(8, 16)),
            -31337);
    var guidance =
        new GuidanceOptions(
            OptionalDouble.of(0.7),
            Optional.of(
                new GuidanceOptions.Interval(
                    OptionalDouble.of(0.1),
                    OptionalDouble.of(0.9),
                    OptionalDouble.empty(),
                    OptionalDouble.empty())),
            Optional.of(
                new GuidanceOptions.Schedule(
                    List.of(), GuidanceShape.COSINE, OptionalDouble.of(2))),
            Optional.of(new GuidanceOptions.Thresholding(0.9, OptionalDouble.of(3))),
            OptionalDouble.of(1),
            OptionalDouble.empty());
    var churn = new Churn(2, 0.1, Double.POSITIVE_INFINITY, 1.01);
    GenerationEvent.Image first =
        draw(
            Requests.sampler("euler"),
            Requests.negativePrompt("blue"),
            Requests.steps(10),
            Requests.details(new SamplingDetails(noise, churn, List.of(), List.of())),
            Requests.guidance(guidance));
    assertThat(replay(first, CourseRequest.WHOLE).file().png().bytes())
        .isEqualTo(first.file().png().bytes());
  }

  @Test
  void replay_ofACustomSchedule_givesTheSameBytes() {
    var own =
        new SamplingDetails(
            NoiseOptions.PLAIN, Churn.NONE, List.of(), List.of(10.0, 5.5, 2.0, 0.5, 0.0));
    GenerationEvent.Image first = draw(Requests.sampler("euler"), Requests.details(own));
    assertThat(replay(first, CourseRequest.WHOLE).file().png().bytes())
        .isEqualTo(first.file().png().bytes());
  }

  private GenerationEvent.Image replay(GenerationEvent.Image image, CourseRequest course) {
    GenerationRequest request = Requests.recipe(image.file().recipeJson());
    return draw(Requests.course(course).apply(request));
  }

  @SafeVarargs
  private GenerationEvent.Image draw(UnaryOperator<GenerationRequest>... changes) {
    return draw(
        Requests.extras(ExtraOutput.FINAL_LATENTS, ExtraOutput.CHECKPOINT).apply(with(changes)));
  }

  private GenerationEvent.Image draw(GenerationRequest request) {
    var listener = new RecordingListener();
    mesh.generations.generate(
        "job", request, new ImageThreads(Thread.ofVirtual().factory()), listener);
    return listener.images().getFirst();
  }

  private static Latent latents(GenerationEvent.Image image) {
    return image.extras().finalLatents().orElseThrow();
  }

  /** As {@link FakeVae} encodes it, in the samplers' space. */
  private float[] cleanPicture() {
    float[] values = new FakeVae().encode("", pixels()).mean().toArray();
    for (int i = 0; i < values.length; i++) {
      values[i] = (values[i] - (float) FakeVae.SHIFT_FACTOR) * (float) FakeVae.SCALING_FACTOR;
    }
    return values;
  }

  private static io.latentmesh.orchestrator.stage.RgbImage pixels() {
    return io.latentmesh.orchestrator.source.SourcePicture.read(
            "picture", PICTURE, io.latentmesh.orchestrator.source.PictureLimits.DEFAULT)
        .rgb();
  }
}
