package io.latentmesh.networks.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.latentmesh.networks.graph.NetworkGraph;
import io.latentmesh.networks.onnx.OnnxGraphFile;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One graph ready to run, with the buffers of the shapes it ran last. Takes one caller at a time
 * and refuses a second.
 */
final class ModelSession implements AutoCloseable {
  /**
   * Few, because each shape's buffers stay in memory; a service meets one or two sizes at a time.
   */
  private static final int REMEMBERED_SHAPES = 8;

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final ExecutionProvider provider;
  private final GraphSignature signature;
  private final boolean owner;
  private final AtomicBoolean busy = new AtomicBoolean();

  /** In order of use; confined to the caller. */
  private final LinkedHashMap<RunShape, RunBuffers> buffers = new LinkedHashMap<>(16, 0.75f, true);

  private ModelSession(OrtEnvironment environment, Created created, GraphSignature signature) {
    this.environment = environment;
    this.session = created.session();
    this.provider = created.provider();
    this.signature = signature;
    this.owner = true;
  }

  /** A session of ONNX Runtime, and where it runs. */
  private record Created(OrtSession session, ExecutionProvider provider) {}

  private ModelSession(ModelSession owner) {
    this.environment = owner.environment;
    this.session = owner.session;
    this.provider = owner.provider;
    this.signature = owner.signature;
    this.owner = false;
  }

  /**
   * Another one on the same weights, with buffers of its own: ONNX Runtime's sessions may run
   * several times at once. To be closed before this one.
   */
  ModelSession sharingWeights() {
    return new ModelSession(this);
  }

  /** Loads the graph's weights and optimizes it: seconds per GiB. */
  static ModelSession create(NetworkGraph graph, SessionSettings settings) {
    OrtEnvironment environment = OrtStart.environment();
    try {
      Created created =
          created(
              settings,
              options -> {
                String folder = graph.weightsFolder().toString();
                options.addConfigEntry(
                    "session.model_external_initializers_file_folder_path", folder);
                return environment.createSession(graph.model(), options);
              });
      return new ModelSession(environment, created, GraphSignature.own());
    } catch (OrtException e) {
      throw new InferenceException("cannot load " + graph.weightsSource(), e);
    }
  }

  /** Loads an exported graph, with the weights in it and beside it. */
  static ModelSession create(OnnxGraphFile file, SessionSettings settings) {
    GraphSignature signature = GraphSignature.of(file);
    OrtEnvironment environment = OrtStart.environment();
    try {
      Created created =
          created(settings, options -> environment.createSession(file.file().toString(), options));
      return new ModelSession(environment, created, signature);
    } catch (OrtException e) {
      throw new InferenceException("cannot load " + file.file(), e);
    }
  }

  /** What may fail as ONNX Runtime does. */
  @FunctionalInterface
  private interface Opening {
    OrtSession open(OrtSession.SessionOptions options) throws OrtException;
  }

  private static Created created(SessionSettings settings, Opening opening) throws OrtException {
    ExecutionProvider provider = ExecutionProvider.resolve(settings.provider());
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(provider.threads(settings));
      // Spinning threads take the cores that gRPC needs: 6.7 against 4.6 ms for two sessions.
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      provider.addTo(options);
      return new Created(opening.open(options), provider);
    }
  }

  ExecutionProvider provider() {
    return provider;
  }

  /**
   * One run: {@code fill} writes the inputs, {@code read} takes what it needs from the outputs.
   * Neither may keep the buffers.
   */
  <T> T run(RunShape shape, Consumer<RunBuffers> fill, Function<RunBuffers, T> read) {
    if (!busy.compareAndSet(false, true)) {
      throw new IllegalStateException("a model takes one caller at a time");
    }
    try {
      RunBuffers tensors = buffers(shape);
      fill.accept(tensors);
      session.run(tensors.inputs(), tensors.outputs()).close();
      return read.apply(tensors);
    } catch (OrtException e) {
      throw new InferenceException("run failed", e);
    } finally {
      busy.set(false);
    }
  }

  @Override
  public void close() {
    buffers.values().forEach(RunBuffers::close);
    buffers.clear();
    if (!owner) {
      return;
    }
    try {
      session.close();
    } catch (OrtException e) {
      throw new InferenceException("cannot close the session", e);
    }
  }

  private RunBuffers buffers(RunShape shape) throws OrtException {
    RunBuffers known = buffers.get(shape);
    if (known != null) {
      return known;
    }
    RunBuffers made = new RunBuffers(environment, signature.typed(shape));
    buffers.put(shape, made);
    if (buffers.size() > REMEMBERED_SHAPES) {
      forgetOldest();
    }
    return made;
  }

  private void forgetOldest() {
    Iterator<Map.Entry<RunShape, RunBuffers>> oldest = buffers.entrySet().iterator();
    oldest.next().getValue().close();
    oldest.remove();
  }
}
