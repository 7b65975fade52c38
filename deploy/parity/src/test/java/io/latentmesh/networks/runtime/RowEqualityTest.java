package io.latentmesh.networks.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.latentmesh.networks.model.DenoiserSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * On the CPU a row's answer is the same to the last bit alone and in any company: step batching
 * changes no pixel.
 */
class RowEqualityTest {
  /** For each model and each way to run it; {@code -Dlatentmesh.mixes=10000} for the long run. */
  private static final int MIXES = Integer.getInteger("latentmesh.mixes", 100);

  private static final int ROWS = 24;

  /** The most rows that the engine runs together unless told otherwise. */
  private static final int MOST_ROWS = 16;

  /** Of texts, and of latents to decode. */
  private static final int LARGEST_MIX = 8;

  private static final int TOKENS = RandomRows.TOKENS;

  /** The demo model and those of the cases, each with one and two threads. */
  static Stream<Arguments> modelsAndThreads() {
    Path demo = Path.of(System.getProperty("latentmesh.root"), "deploy", "demo-model", "model");
    return Stream.concat(Stream.of(demo), ParityCase.models())
        .flatMap(model -> IntStream.of(1, 2).mapToObj(threads -> Arguments.of(model, threads)));
  }

  /** One thread; two that share every operator; two that share the rows. */
  static Stream<Arguments> modelsAndWays() {
    return modelsAndThreads()
        .map(Arguments::get)
        .flatMap(given ->
            Stream.of(Parallelism.values())
                .filter(way -> (int) given[1] > 1 || way == Parallelism.OPERATORS)
                .map(way -> Arguments.of(given[0], given[1], way)));
  }

  @ParameterizedTest
  @MethodSource("modelsAndWays")
  void predict_ofARowInAnyMix_equalsTheRowAlone(Path model, int threads, Parallelism way) {
    try (DenoiserModel denoiser =
        DenoiserModel.load(DenoiserSource.of(ParityCase.open(model)), cpu(threads), _ -> way)) {
      Random random = new Random(threads);
      RandomRows conditions = new RandomRows(ParityCase.open(model), random);
      int side = denoiser.config().sampleSize();
      List<LatentShape> shapes =
          List.of(
              new LatentShape(4, side, side), new LatentShape(4, 9, 13), new LatentShape(4, 4, 12));
      Map<LatentShape, List<DenoiserRow>> rows = new HashMap<>();
      Map<DenoiserRow, float[]> alone = new HashMap<>();
      for (LatentShape shape : shapes) {
        rows.put(shape, conditions.rows(shape, ROWS));
        rows.get(shape).forEach(row -> alone.put(row, predict(denoiser, List.of(row)).getFirst()));
      }
      for (int i = 0; i < MIXES; i++) {
        LatentShape shape = shapes.get(random.nextInt(shapes.size()));
        List<DenoiserRow> mix = mix(rows.getOrDefault(shape, List.of()), random);
        assertThat(predict(denoiser, mix))
            .as("mix %d: %d rows of %s", i, mix.size(), shape)
            .containsExactlyElementsOf(mix.stream().map(alone::get).toList());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("modelsAndThreads")
  void encode_ofATextInCompany_equalsTheTextAlone(Path model, int threads) {
    try (TextEncoderModel encoder = TextEncoderModel.load(ParityCase.open(model), cpu(threads))) {
      Random random = new Random(threads);
      List<long[]> texts = Stream.generate(() -> text(encoder, random)).limit(LARGEST_MIX).toList();
      for (int count = 2; count <= LARGEST_MIX; count++) {
        List<TextStates> together = encoder.encode(texts.subList(0, count), 0);
        for (int i = 0; i < count; i++) {
          TextStates alone = encoder.encode(List.of(texts.get(i)), 0).getFirst();
          assertThat(together.get(i).hiddenStates()).isEqualTo(alone.hiddenStates());
          assertThat(together.get(i).pooled().orElseThrow())
              .isEqualTo(alone.pooled().orElseThrow());
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("modelsAndThreads")
  void decode_ofALatentInCompany_equalsTheLatentAlone(Path model, int threads) {
    try (AutoencoderModel vae = AutoencoderModel.load(ParityCase.open(model), cpu(threads))) {
      Random random = new Random(threads);
      LatentShape shape = new LatentShape(vae.config().latentChannels(), 8, 12);
      List<float[]> latents =
          Stream.generate(() -> RandomRows.normal(shape.elements(), random))
              .limit(LARGEST_MIX)
              .toList();
      for (int count = 2; count <= LARGEST_MIX; count++) {
        List<OutputRow> together =
            vae.decode(latents.subList(0, count), shape.height(), shape.width());
        for (int i = 0; i < count; i++) {
          List<float[]> one = List.of(latents.get(i));
          OutputRow alone = vae.decode(one, shape.height(), shape.width()).getFirst();
          assertThat(together.get(i).values()).isEqualTo(alone.values());
        }
      }
    }
  }

  private static SessionSettings cpu(int threads) {
    return new SessionSettings(Provider.CPU, threads);
  }

  private static List<float[]> predict(DenoiserModel denoiser, List<DenoiserRow> rows) {
    return denoiser.predict(rows).stream().map(OutputRow::values).toList();
  }

  private static List<DenoiserRow> mix(List<DenoiserRow> rows, Random random) {
    List<DenoiserRow> mix = new ArrayList<>();
    int size = random.nextInt(1, MOST_ROWS + 1);
    for (int i = 0; i < size; i++) {
      mix.add(rows.get(random.nextInt(rows.size())));
    }
    return mix;
  }

  private static long[] text(TextEncoderModel encoder, Random random) {
    return random.longs(TOKENS, 0, encoder.config().vocabularySize()).toArray();
  }
}
