package io.latentmesh.bench.stub;

import io.latentmesh.bench.Pause;
import io.latentmesh.unet.engine.BatchDenoiser;
import io.latentmesh.unet.engine.Row;
import java.util.List;

/**
 * A network that takes its time and no processor. Its answer to a row is a pure function of that
 * row, so that pictures do not depend on company or replica.
 */
public final class StubDenoiser implements BatchDenoiser {
  private static final float LATENT_SHARE = 0.2f;
  private static final float TEXT_SHARE = 0.05f;

  private final StubTimes times;

  public StubDenoiser(StubTimes times) {
    this.times = times;
  }

  @Override
  public List<float[]> denoise(List<Row> rows) {
    long begun = System.nanoTime();
    List<float[]> answers = rows.stream().map(StubDenoiser::answer).toList();
    Pause.until(begun + times.nanos(rows.size()));
    return answers;
  }

  private static float[] answer(Row row) {
    float[] latent = row.latent().values();
    float[] text = row.conditioning().hiddenStates();
    float[] answer = new float[latent.length];
    for (int i = 0; i < answer.length; i++) {
      answer[i] = LATENT_SHARE * latent[i] + TEXT_SHARE * text[i % text.length];
    }
    return answer;
  }
}
