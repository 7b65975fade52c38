package io.latentmesh.bench.calls;

import io.latentmesh.networks.architecture.UnetNetwork;
import io.latentmesh.networks.folder.DiffusersFolder;
import io.latentmesh.networks.folder.WeightFiles;
import io.latentmesh.networks.graph.NetworkGraph;
import io.latentmesh.networks.graph.Weights;
import io.latentmesh.networks.runtime.SessionSettings;
import java.nio.file.Path;

/**
 * Which network to call and how.
 *
 * @param model a diffusers folder
 * @param latentSide height and width of the latent; 0 for the model's own
 */
public record CallSettings(Path model, Network network, SessionSettings session, int latentSide) {
  /** A part of a model, and for the denoiser the way to it. */
  public enum Network {
    /** The denoiser by plain method calls: a run of the session, and rows in and out of it. */
    UNET,
    /** The denoiser through {@code unet-svc} of this process and a stream on the loopback. */
    SERVICE,
    /** The first text encoder. */
    TEXT,
    /** The autoencoder's decoder. */
    VAE
  }

  /** Writes the denoiser's graph, from the headers of its weights, and returns the seconds. */
  public double writeGraph() {
    DiffusersFolder folder = DiffusersFolder.open(model);
    long begun = System.nanoTime();
    Weights weights = Weights.of(WeightFiles.open(folder.unetWeights()));
    NetworkGraph graph = UnetNetwork.graph(folder.unetConfig(), weights);
    double seconds = (System.nanoTime() - begun) / 1e9;
    return graph.parameters() > 0 ? seconds : 0;
  }

  /** Loads it. */
  public NetworkCalls open() {
    return switch (network) {
      case UNET -> DenoiserCalls.open(this);
      case SERVICE -> ServiceCalls.open(this);
      case TEXT -> TextCalls.open(this);
      case VAE -> DecoderCalls.open(this);
    };
  }

  int side(int own) {
    return latentSide == 0 ? own : latentSide;
  }
}
