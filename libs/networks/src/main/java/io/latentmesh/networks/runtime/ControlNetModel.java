package io.latentmesh.networks.runtime;

import static io.latentmesh.networks.architecture.ControlNetNetwork.HINT;

import io.latentmesh.networks.architecture.ControlNetNetwork;
import io.latentmesh.networks.architecture.UnetResidual;
import io.latentmesh.networks.folder.ControlNetConfig;
import io.latentmesh.networks.folder.ControlNetFolder;
import io.latentmesh.networks.graph.GraphSettings;
import io.latentmesh.networks.model.StoredWeights;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A ControlNet: a picture to follow becomes what to add to a denoiser's tensors, for any rows of
 * equal latent shape and token count in one call, whatever their timesteps.
 *
 * <p>One caller at a time, best always the same platform thread.
 */
public final class ControlNetModel implements AutoCloseable {
  private final ControlNetConfig config;
  private final RowInputs inputs;
  private final ResidualInputs residuals;
  private final LoadedNetwork network;

  private ControlNetModel(ControlNetConfig config, LoadedNetwork network) {
    this.config = config;
    this.inputs =
        new RowInputs(config.inChannels(), config.trunk(), network.signature().timesteps());
    this.residuals = new ResidualInputs(UnetResidual.of(config.trunk().levels()));
    this.network = network;
  }

  /**
   * Loads a ControlNet.
   *
   * @throws io.latentmesh.networks.graph.WeightsException if the weights do not fit the config
   * @throws InferenceException if ONNX Runtime or the wanted provider fails
   */
  public static ControlNetModel load(ControlNetFolder folder, SessionSettings settings) {
    ControlNetConfig config = folder.config();
    GraphSettings written = settings.graph();
    LoadedNetwork.Plan plan =
        new LoadedNetwork.Plan(
            "ControlNetModel",
            StoredWeights.in(folder.weights()),
            weights -> ControlNetNetwork.graph(config, weights, written));
    return new ControlNetModel(config, LoadedNetwork.load(plan, settings));
  }

  /** The network's shape. */
  public ControlNetConfig config() {
    return config;
  }

  /** What a recipe records; waits for the hash of the weights right after loading. */
  public NetworkIdentity identity() {
    return network.identity();
  }

  /**
   * The residuals for each row, in order, not scaled.
   *
   * @param rows at least one, all of one shape and token count; residuals of their own do not count
   * @param hints one {@code [C,f H,f W]} in C order for each row, in [0,1], red first, {@code f}
   *     being {@code config().hint().scaleFactor()}
   */
  public List<ControlResiduals> residuals(List<DenoiserRow> rows, List<float[]> hints) {
    inputs.check(rows);
    LatentShape latent = rows.getFirst().shape();
    LatentShape hint = hintShape(latent);
    hint.checkRows("hints", hints);
    if (hints.size() != rows.size()) {
      throw new IllegalArgumentException(
          "hints must be as many as rows, %d, are %d".formatted(rows.size(), hints.size()));
    }
    List<TensorSpec> specs = new ArrayList<>(inputs.specs(rows));
    specs.add(hint.rows(HINT, rows.size()));
    return network
        .session()
        .run(
            new RunShape(specs, residuals.specs(rows.size(), latent)),
            buffers -> {
              inputs.fill(buffers, rows);
              buffers.fill(HINT, hints);
            },
            buffers -> read(buffers, rows.size()));
  }

  @Override
  public void close() {
    network.close();
  }

  private LatentShape hintShape(LatentShape latent) {
    int factor = config.hint().scaleFactor();
    return new LatentShape(
        config.hint().channels(), factor * latent.height(), factor * latent.width());
  }

  private List<ControlResiduals> read(RunBuffers buffers, int rows) {
    return IntStream.range(0, rows)
        .mapToObj(row ->
            new ControlResiduals(
                residuals.residuals().stream()
                    .map(residual -> buffers.row(residual.name(), row, rows))
                    .toList()))
        .toList();
  }
}
