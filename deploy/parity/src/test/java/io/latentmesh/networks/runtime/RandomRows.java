package io.latentmesh.networks.runtime;

import io.latentmesh.networks.folder.DiffusersFolder;
import io.latentmesh.networks.folder.TextTimeConfig;
import io.latentmesh.networks.folder.UnetConfig;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;

/** Rows for a model's denoiser with everything that it takes, drawn at random. */
record RandomRows(DiffusersFolder folder, Random random) {
  static final int TOKENS = 77;

  private static final float LARGEST_TIME_ID = 1024;

  List<DenoiserRow> rows(LatentShape shape, int count) {
    return Stream.generate(() ->
            new DenoiserRow(
                normal(shape.elements(), random), shape, random.nextFloat(1000), conditioning()))
        .limit(count)
        .toList();
  }

  private Conditioning conditioning() {
    UnetConfig unet = folder.unetConfig();
    Conditioning drawn = Conditioning.of(normal(TOKENS * unet.crossAttentionSize(), random));
    Optional<TextTimeConfig> textTime = unet.embeddings().textTime();
    if (textTime.isPresent()) {
      int pooled = folder.textEncoders().getLast().config().projectionSize();
      float[] ids = new float[textTime.get().timeIds(pooled)];
      for (int i = 0; i < ids.length; i++) {
        ids[i] = random.nextFloat(LARGEST_TIME_ID);
      }
      drawn = drawn.withTextAndSizes(normal(pooled, random), ids);
    }
    OptionalInt condition = unet.embeddings().timestepConditionSize();
    return condition.isPresent()
        ? drawn.withTimestepCondition(normal(condition.getAsInt(), random))
        : drawn;
  }

  static float[] normal(int count, Random random) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
