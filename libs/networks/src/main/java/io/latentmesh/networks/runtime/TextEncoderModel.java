package io.latentmesh.networks.runtime;

import static io.latentmesh.networks.architecture.ClipTextNetwork.IDS;
import static io.latentmesh.networks.architecture.ClipTextNetwork.normedHiddenStates;

import io.latentmesh.networks.architecture.ClipTextNetwork;
import io.latentmesh.networks.folder.ClipTextConfig;
import io.latentmesh.networks.folder.DiffusersFolder;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The text encoder: token ids become hidden states.
 *
 * <p>One caller at a time, best always the same platform thread.
 */
public final class TextEncoderModel implements AutoCloseable {
  private final ClipTextConfig config;
  private final LoadedNetwork network;

  private TextEncoderModel(ClipTextConfig config, LoadedNetwork network) {
    this.config = config;
    this.network = network;
  }

  /**
   * Loads the text encoder of a model.
   *
   * @throws io.latentmesh.networks.graph.WeightsException if the weights do not fit the config
   * @throws InferenceException if ONNX Runtime or the wanted provider fails
   */
  public static TextEncoderModel load(DiffusersFolder folder, SessionSettings settings) {
    ClipTextConfig config = folder.textConfig();
    LoadedNetwork.Source source =
        new LoadedNetwork.Source(
            "CLIPTextModel",
            folder.textWeights(),
            weights -> ClipTextNetwork.graph(config, weights));
    return new TextEncoderModel(config, LoadedNetwork.load(source, settings));
  }

  /** The network's shape. */
  public ClipTextConfig config() {
    return config;
  }

  /** What a recipe records; waits for the hash of the weights right after loading. */
  public NetworkIdentity identity() {
    return network.identity();
  }

  /**
   * The states of each text, in order.
   *
   * @param ids at least one text, each padded to {@code config().positions()} ids
   * @param clipSkip how many of the last layers to leave out, 0 to {@code config().layers()}; the
   *     states of the layer before them are normalized as the last one's would be
   */
  public List<TextStates> encode(List<long[]> ids, int clipSkip) {
    checkIds(ids);
    if (clipSkip < 0 || clipSkip > config.layers()) {
      throw new IllegalArgumentException(
          "clipSkip must be 0 to %d, is %d".formatted(config.layers(), clipSkip));
    }
    String wanted = normedHiddenStates(config.layers() - clipSkip);
    String last = normedHiddenStates(config.layers());
    return network
        .session()
        .run(
            runShape(ids.size(), new LinkedHashSet<>(List.of(wanted, last))),
            buffers -> fill(buffers, ids),
            buffers ->
                IntStream.range(0, ids.size())
                    .mapToObj(i ->
                        new TextStates(
                            buffers.row(wanted, i, ids.size()),
                            pooled(ids.get(i), buffers.row(last, i, ids.size()))))
                    .toList());
  }

  /** Runs once on padding, so that the first real call of this size finds its buffers. */
  public void warmUp(int texts) {
    long[] padding = new long[config.positions()];
    Arrays.fill(padding, config.vocabularySize() - 1);
    encode(Collections.nCopies(texts, padding), 0);
  }

  @Override
  public void close() {
    network.close();
  }

  /** One of the graph's outputs for each text, for tests of single layers. */
  List<float[]> output(String name, List<long[]> ids) {
    checkIds(ids);
    return network
        .session()
        .run(
            runShape(ids.size(), Set.of(name)),
            buffers -> fill(buffers, ids),
            buffers ->
                IntStream.range(0, ids.size())
                    .mapToObj(i -> buffers.row(name, i, ids.size()))
                    .toList());
  }

  private RunShape runShape(int texts, Set<String> outputs) {
    int tokens = config.positions();
    return new RunShape(
        List.of(TensorSpec.longs(IDS, texts, tokens)),
        outputs.stream()
            .map(name -> TensorSpec.floats(name, texts, tokens, config.hiddenSize()))
            .toList());
  }

  private static void fill(RunBuffers buffers, List<long[]> ids) {
    LongBuffer target = buffers.longs(IDS);
    ids.forEach(target::put);
  }

  private float[] pooled(long[] ids, float[] states) {
    int width = config.hiddenSize();
    int end = endOfText(ids);
    return Arrays.copyOfRange(states, end * width, (end + 1) * width);
  }

  /** The first end token, or the first largest id where the config says so; 0 if there is none. */
  private int endOfText(long[] ids) {
    long end =
        config.poolsAtLargestId() ? Arrays.stream(ids).max().orElseThrow() : config.endToken();
    return IntStream.range(0, ids.length).filter(i -> ids[i] == end).findFirst().orElse(0);
  }

  private void checkIds(List<long[]> ids) {
    if (ids.isEmpty()) {
      throw new IllegalArgumentException("ids must not be empty");
    }
    for (long[] text : ids) {
      if (text.length != config.positions()) {
        throw new IllegalArgumentException(
            "each text must have %d ids, one has %d".formatted(config.positions(), text.length));
      }
      for (long id : text) {
        if (id < 0 || id >= config.vocabularySize()) {
          throw new IllegalArgumentException(
              "ids must be 0 to %d, one is %d".formatted(config.vocabularySize() - 1, id));
        }
      }
    }
  }
}
