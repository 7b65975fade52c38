package io.latentmesh.orchestrator.plan;

import io.latentmesh.networks.folder.DiffusersFolder;
import io.latentmesh.networks.folder.ModelFolderException;
import io.latentmesh.networks.folder.VaeConfig;
import io.latentmesh.networks.runtime.AutoencoderModel;
import io.latentmesh.networks.runtime.Conditioning;
import io.latentmesh.networks.runtime.DenoiserModel;
import io.latentmesh.networks.runtime.DenoiserRow;
import io.latentmesh.networks.runtime.OutputRow;
import io.latentmesh.networks.runtime.Provider;
import io.latentmesh.networks.runtime.SessionSettings;
import io.latentmesh.networks.runtime.TextEncoderModel;
import io.latentmesh.networks.runtime.TextStates;
import io.latentmesh.orchestrator.sampling.Latent;
import io.latentmesh.orchestrator.sampling.LatentShape;
import io.latentmesh.orchestrator.sampling.Network;
import io.latentmesh.parity.FixtureCase;
import io.latentmesh.textencoder.PromptIds;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** The networks of one case, on one thread of the CPU. */
record CaseModels(
    PromptIds tokenizer,
    TextEncoderModel text,
    DenoiserModel denoiser,
    AutoencoderModel autoencoder)
    implements AutoCloseable {
  private static final SessionSettings ONE_THREAD = new SessionSettings(Provider.CPU, 1);

  /** Loads them; the test is aborted with the reason where the model is of another kind. */
  static CaseModels load(FixtureCase fixture) {
    try {
      DiffusersFolder folder = DiffusersFolder.open(fixture.modelFolder());
      TextEncoderModel text = TextEncoderModel.load(folder, ONE_THREAD);
      return new CaseModels(
          PromptIds.load(folder.tokenizer(), text.config().positions()),
          text,
          DenoiserModel.load(folder, ONE_THREAD),
          AutoencoderModel.load(folder, ONE_THREAD));
    } catch (ModelFolderException unsupported) {
      return Assumptions.abort("model: " + unsupported.getMessage());
    }
  }

  /** The hidden states of one prompt. */
  float[] encode(String prompt, int clipSkip) {
    List<TextStates> states = text.encode(List.of(tokenizer.of(prompt)), clipSkip);
    return states.getFirst().hiddenStates();
  }

  /** The denoiser under conditionings that are given as hidden states. */
  Network network(List<float[]> conditionings) {
    return (input, timestep, wanted) -> {
      List<DenoiserRow> rows =
          wanted.stream().map(index -> row(input, timestep, conditionings.get(index))).toList();
      return denoiser.predict(rows).stream()
          .map(output -> Latent.of(input.shape(), output.values()))
          .toList();
    };
  }

  /** [3, H, W] in [0, 1]. */
  float[] decode(Latent latent) {
    VaeConfig config = autoencoder.config();
    float[] z = latent.toArray();
    for (int i = 0; i < z.length; i++) {
      z[i] = (float) (z[i] / config.scalingFactor() + config.shiftFactor());
    }
    LatentShape shape = latent.shape();
    OutputRow output = autoencoder.decode(List.of(z), shape.height(), shape.width()).getFirst();
    float[] image = output.values();
    for (int i = 0; i < image.length; i++) {
      image[i] = Math.clamp(image[i] / 2 + 0.5f, 0f, 1f);
    }
    return image;
  }

  private static DenoiserRow row(Latent input, double timestep, float[] hiddenStates) {
    return row(input, timestep, Conditioning.of(hiddenStates));
  }

  /** The row that asks for a prediction of {@code input}. */
  static DenoiserRow row(Latent input, double timestep, Conditioning conditioning) {
    LatentShape shape = input.shape();
    return new DenoiserRow(
        input.toArray(),
        new io.latentmesh.networks.runtime.LatentShape(
            shape.channels(), shape.height(), shape.width()),
        (float) timestep,
        conditioning);
  }

  @Override
  public void close() {
    tokenizer.close();
    text.close();
    denoiser.close();
    autoencoder.close();
  }
}
