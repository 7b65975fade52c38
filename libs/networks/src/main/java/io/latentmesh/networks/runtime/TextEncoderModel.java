package io.latentmesh.networks.runtime;

import static io.latentmesh.networks.architecture.ClipTextNetwork.IDS;
import static io.latentmesh.networks.architecture.ClipTextNetwork.KEY_BIAS;
import static io.latentmesh.networks.architecture.ClipTextNetwork.POOLED;
import static io.latentmesh.networks.architecture.ClipTextNetwork.PROJECTED;

import io.latentmesh.networks.architecture.ClipTextNetwork;
import io.latentmesh.networks.folder.ClipTextConfig;
import io.latentmesh.networks.folder.DiffusersFolder;
import io.latentmesh.networks.graph.GraphSettings;
import io.latentmesh.networks.model.TextEncoderSource;
import io.latentmesh.networks.runtime.TextStateChoice.FinalNorm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/**
 * The text encoder: token ids become hidden states.
 *
 * <p>One caller at a time, best always the same platform thread.
 */
public final class TextEncoderModel implements AutoCloseable {
  private final ClipTextConfig config;
  private final TextOutputs outputs;
  private final LoadedNetwork network;

  private TextEncoderModel(ClipTextConfig config, TextOutputs outputs, LoadedNetwork network) {
    this.config = config;
    this.outputs = outputs;
    this.network = network;
  }

  /**
   * Loads the first text encoder of a model.
   *
   * @throws io.latentmesh.networks.graph.WeightsException if the weights do not fit the config
   * @throws InferenceException if ONNX Runtime or the wanted provider fails
   */
  public static TextEncoderModel load(DiffusersFolder folder, SessionSettings settings) {
    return load(TextEncoderSource.of(folder.textEncoders().getFirst()), settings);
  }

  /**
   * Loads one text encoder of a model.
   *
   * @throws io.latentmesh.networks.graph.WeightsException if the weights do not fit the config
   * @throws io.latentmesh.networks.onnx.OnnxFileException if an exported graph is not an encoder's
   * @throws InferenceException if ONNX Runtime or the wanted provider fails
   */
  public static TextEncoderModel load(TextEncoderSource source, SessionSettings settings) {
    ClipTextConfig config = source.config();
    GraphSettings written = settings.graph();
    LoadedNetwork.Plan plan =
        new LoadedNetwork.Plan(
            config.architecture().className(),
            source.network(),
            weights -> ClipTextNetwork.graph(config, weights, written));
    TextOutputs outputs = TextOutputs.of(source);
    return new TextEncoderModel(config, outputs, LoadedNetwork.load(plan, settings));
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
   * @param clipSkip how many of the last layers to leave out, at most {@link #skippableLayers}; the
   *     states of the layer before them are normalized as the last one's would be
   */
  public List<TextStates> encode(List<long[]> ids, int clipSkip) {
    return encode(ids, new TextStateChoice(clipSkip, FinalNorm.APPLIED));
  }

  /**
   * The states of each text, in order.
   *
   * @param ids at least one text, each padded to {@code config().positions()} ids
   * @param choice skips at most {@link #skippableLayers}
   */
  public List<TextStates> encode(List<long[]> ids, TextStateChoice choice) {
    return encodeRows(ids.stream().map(TextRow::new).toList(), choice);
  }

  /**
   * The states of each text, in order.
   *
   * @param rows at least one, each of {@code config().positions()} ids; none hides a position
   *     unless {@link #hidesPositions}
   * @param choice skips at most {@link #skippableLayers}
   */
  public List<TextStates> encodeRows(List<TextRow> rows, TextStateChoice choice) {
    check(rows);
    int texts = rows.size();
    String states = outputs.states(choice);
    List<TensorSpec> wanted = new ArrayList<>();
    wanted.add(TensorSpec.floats(states, texts, config.positions(), config.hiddenSize()));
    if (outputs.pools()) {
      wanted.add(TensorSpec.floats(POOLED, texts, config.hiddenSize()));
    }
    if (outputs.projects()) {
      wanted.add(TensorSpec.floats(PROJECTED, texts, config.projectionSize()));
    }
    return run(
        rows,
        wanted,
        (buffers, i) ->
            new TextStates(
                buffers.row(states, i, texts),
                outputs.pools() ? buffers.row(POOLED, i, texts) : null,
                outputs.projects() ? buffers.row(PROJECTED, i, texts) : null));
  }

  /** How many of the last layers may be left out, with that treatment of the rest. */
  public int skippableLayers(FinalNorm norm) {
    return outputs.skippableLayers(norm);
  }

  /** Whether texts may have positions that are not attended to: exported graphs take ids only. */
  public boolean hidesPositions() {
    return outputs.hidesPositions();
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

  /** The states after one layer for each text, for tests of single layers. */
  List<float[]> layer(String name, List<long[]> ids) {
    List<TextRow> rows = ids.stream().map(TextRow::new).toList();
    check(rows);
    int texts = rows.size();
    TensorSpec spec = TensorSpec.floats(name, texts, config.positions(), config.hiddenSize());
    return run(rows, List.of(spec), (buffers, i) -> buffers.row(name, i, texts));
  }

  /** One run; {@code read} makes a text's answer of the outputs and the text's index. */
  private <T> List<T> run(
      List<TextRow> rows, List<TensorSpec> outputs, BiFunction<RunBuffers, Integer, T> read) {
    return network
        .session()
        .run(
            new RunShape(inputs(rows.size()), outputs),
            buffers -> fill(buffers, rows),
            buffers ->
                IntStream.range(0, rows.size()).mapToObj(i -> read.apply(buffers, i)).toList());
  }

  private List<TensorSpec> inputs(int texts) {
    TensorSpec ids = TensorSpec.longs(IDS, texts, config.positions());
    return hidesPositions()
        ? List.of(ids, TensorSpec.floats(KEY_BIAS, texts, 1, 1, config.positions()))
        : List.of(ids);
  }

  private void fill(RunBuffers buffers, List<TextRow> rows) {
    buffers.fillIntegers(IDS, rows.stream().map(TextRow::ids).toList());
    if (hidesPositions()) {
      buffers.fill(KEY_BIAS, rows.stream().map(TextRow::keyBias).toList());
    }
  }

  private void check(List<TextRow> rows) {
    if (rows.isEmpty()) {
      throw new IllegalArgumentException("ids must not be empty");
    }
    if (!hidesPositions() && rows.stream().anyMatch(TextRow::hides)) {
      throw new IllegalArgumentException("an exported encoder cannot hide positions");
    }
    rows.forEach(row -> check(row.ids()));
  }

  private void check(long[] ids) {
    if (ids.length != config.positions()) {
      throw new IllegalArgumentException(
          "each text must have %d ids, one has %d".formatted(config.positions(), ids.length));
    }
    for (long id : ids) {
      if (id < 0 || id >= config.vocabularySize()) {
        throw new IllegalArgumentException(
            "ids must be 0 to %d, one is %d".formatted(config.vocabularySize() - 1, id));
      }
    }
  }
}
