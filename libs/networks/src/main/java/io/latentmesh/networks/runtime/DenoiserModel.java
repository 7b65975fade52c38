package io.latentmesh.networks.runtime;

import static io.latentmesh.networks.architecture.UnetNetwork.HIDDEN_STATES;
import static io.latentmesh.networks.architecture.UnetNetwork.LATENT;
import static io.latentmesh.networks.architecture.UnetNetwork.PREDICTION;
import static io.latentmesh.networks.architecture.UnetNetwork.TIMESTEP;

import io.latentmesh.networks.architecture.UnetNetwork;
import io.latentmesh.networks.folder.DiffusersFolder;
import io.latentmesh.networks.folder.UnetConfig;
import io.latentmesh.networks.graph.NetworkGraph;
import java.nio.FloatBuffer;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The denoiser: any rows of equal latent shape and token count in one call, whatever their
 * timesteps. On the CPU a row's answer does not depend on its company, to the last bit.
 *
 * <p>One caller at a time, best always the same platform thread.
 */
public final class DenoiserModel implements AutoCloseable {
  private final UnetConfig config;
  private final LoadedNetwork network;
  private final RowLanes lanes;

  private DenoiserModel(UnetConfig config, LoadedNetwork network) {
    this.config = config;
    this.network = network;
    this.lanes = new RowLanes(network.sessions());
  }

  /**
   * Loads the denoiser of a model.
   *
   * @throws io.latentmesh.networks.graph.WeightsException if the weights do not fit the config
   * @throws InferenceException if ONNX Runtime or the wanted provider fails
   */
  public static DenoiserModel load(DiffusersFolder folder, SessionSettings settings) {
    return load(folder, settings, Parallelism::of);
  }

  static DenoiserModel load(
      DiffusersFolder folder,
      SessionSettings settings,
      Function<NetworkGraph, Parallelism> parallelism) {
    UnetConfig config = folder.unetConfig();
    LoadedNetwork.Source source =
        new LoadedNetwork.Source(
            "UNet2DConditionModel",
            folder.unetWeights(),
            weights -> UnetNetwork.graph(config, weights));
    return new DenoiserModel(config, LoadedNetwork.load(source, settings, parallelism));
  }

  /** The network's shape. */
  public UnetConfig config() {
    return config;
  }

  /** What a recipe records; waits for the hash of the weights right after loading. */
  public NetworkIdentity identity() {
    return network.identity();
  }

  /**
   * The prediction {@code [C',H,W]} for each row, in order. A row that is not finite says so and
   * does not touch the others.
   *
   * @param rows at least one, all of one shape and token count
   */
  public List<OutputRow> predict(List<DenoiserRow> rows) {
    checkAlike(rows);
    return lanes.run(rows, this::forward);
  }

  private List<OutputRow> forward(ModelSession session, List<DenoiserRow> rows) {
    LatentShape latent = rows.getFirst().shape();
    int tokens = rows.getFirst().hiddenStates().length / config.crossAttentionSize();
    return session.run(
        runShape(rows.size(), latent, tokens),
        buffers -> fill(buffers, rows),
        buffers -> read(buffers, rows.size()));
  }

  /**
   * Runs once on zeros, so that the first real call of this shape finds its buffers and, on CUDA,
   * its convolution algorithms.
   */
  public void warmUp(int rows, LatentShape latent, int tokens) {
    DenoiserRow row =
        new DenoiserRow(
            new float[latent.elements()],
            latent,
            0,
            new float[tokens * config.crossAttentionSize()]);
    predict(Collections.nCopies(rows, row));
  }

  @Override
  public void close() {
    lanes.close();
    network.close();
  }

  private RunShape runShape(int rows, LatentShape latent, int tokens) {
    LatentShape prediction = new LatentShape(config.outChannels(), latent.height(), latent.width());
    return new RunShape(
        List.of(
            latent.rows(LATENT, rows),
            TensorSpec.floats(TIMESTEP, rows),
            TensorSpec.floats(HIDDEN_STATES, rows, tokens, config.crossAttentionSize())),
        List.of(prediction.rows(PREDICTION, rows)));
  }

  private static void fill(RunBuffers buffers, List<DenoiserRow> rows) {
    buffers.fill(LATENT, rows.stream().map(DenoiserRow::latent).toList());
    buffers.fill(HIDDEN_STATES, rows.stream().map(DenoiserRow::hiddenStates).toList());
    FloatBuffer timesteps = buffers.floats(TIMESTEP);
    rows.forEach(row -> timesteps.put(row.timestep()));
  }

  private static List<OutputRow> read(RunBuffers buffers, int rows) {
    return IntStream.range(0, rows)
        .mapToObj(i -> new OutputRow(buffers.row(PREDICTION, i, rows)))
        .toList();
  }

  private void checkAlike(List<DenoiserRow> rows) {
    if (rows.isEmpty()) {
      throw new IllegalArgumentException("rows must not be empty");
    }
    DenoiserRow first = rows.getFirst();
    if (first.shape().channels() != config.inChannels()) {
      throw new IllegalArgumentException(
          "latents must have %d channels, have %d"
              .formatted(config.inChannels(), first.shape().channels()));
    }
    int states = first.hiddenStates().length;
    if (states == 0 || states % config.crossAttentionSize() != 0) {
      throw new IllegalArgumentException(
          "hidden states must be rows of %d features, have %d elements"
              .formatted(config.crossAttentionSize(), states));
    }
    for (DenoiserRow row : rows) {
      if (!row.shape().equals(first.shape()) || row.hiddenStates().length != states) {
        throw new IllegalArgumentException("all rows of a call must have the same shapes");
      }
    }
  }
}
