package io.latentmesh.bench.calls;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.latentmesh.bench.step.Answers;
import io.latentmesh.serving.Settings;
import io.latentmesh.serving.SettingsSources;
import io.latentmesh.serving.model.ModelServer;
import io.latentmesh.unet.UnetServer;
import io.latentmesh.unet.UnetSettings;
import io.latentmesh.v1.DataType;
import io.latentmesh.v1.DenoiseRequest;
import io.latentmesh.v1.DenoiseResponse;
import io.latentmesh.v1.DenoiserConditioning;
import io.latentmesh.v1.DenoiserServiceGetModelRequest;
import io.latentmesh.v1.DenoiserServiceGetModelResponse;
import io.latentmesh.v1.DenoiserServiceGrpc;
import io.latentmesh.v1.Evaluate;
import io.latentmesh.v1.ModelIdentity;
import io.latentmesh.v1.Open;
import io.latentmesh.v1.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The denoiser through the product's own service: one image on one stream, one evaluation under way
 * at a time, as many conditionings as rows.
 */
final class ServiceCalls implements NetworkCalls {
  private static final float TIMESTEP = 500;
  private static final int TOKENS = 77;

  private final ModelServer server;
  private final ManagedChannel channel;
  private final DenoiserServiceGetModelResponse model;
  private final Tensor latent;
  private final DenoiserConditioning conditioning;
  private final Map<Integer, OpenStream> streams = new HashMap<>();
  private long evaluation;

  private ServiceCalls(ModelServer server, int latentSide) {
    this.server = server;
    this.channel =
        NettyChannelBuilder.forTarget("127.0.0.1:" + server.port())
            .usePlaintext()
            .directExecutor()
            .build();
    this.model =
        DenoiserServiceGrpc.newBlockingStub(channel)
            .getModel(DenoiserServiceGetModelRequest.getDefaultInstance());
    long side = latentSide == 0 ? model.getSampleSize() : latentSide;
    List<Long> shape = List.of((long) model.getInChannels(), side, side);
    SeededValues values = new SeededValues();
    this.latent = tensor(values, shape);
    this.conditioning = conditioning(values);
  }

  static ServiceCalls open(CallSettings settings) {
    Map<String, String> overrides = new HashMap<>();
    overrides.put("latentmesh.model.path", settings.model().toString());
    overrides.put("latentmesh.model.provider", settings.session().provider().name());
    overrides.put("latentmesh.model.precision", settings.session().precision().name());
    overrides.put("latentmesh.model.threads", Integer.toString(settings.session().threads()));
    overrides.put("latentmesh.server.port", "0");
    overrides.put("latentmesh.server.metrics-port", "0");
    ModelServer server =
        UnetServer.start(
            Settings.load(UnetSettings.class, SettingsSources.defaults().withOverrides(overrides)));
    server.awaitServing();
    return new ServiceCalls(server, settings.latentSide());
  }

  /** One evaluation on the stream that was opened for so many rows. */
  @Override
  public List<float[]> call(int rows) {
    OpenStream stream = streams.computeIfAbsent(rows, this::open);
    stream
        .requests()
        .onNext(
            DenoiseRequest.newBuilder()
                .setEvaluate(
                    Evaluate.newBuilder()
                        .setEvaluation(++evaluation)
                        .setLatent(latent)
                        .setTimestep(TIMESTEP)
                        .addAllConditionings(IntStream.range(0, rows).boxed().toList()))
                .build());
    return stream.answers().take().getEvaluated().getPredictionsList().stream()
        .map(ServiceCalls::floats)
        .toList();
  }

  /** A stream with as many conditionings as rows. */
  private OpenStream open(int rows) {
    var answers = new Answers<>(DenoiseResponse.class);
    var requests = DenoiserServiceGrpc.newStub(channel).denoise(answers);
    Open.Builder open =
        Open.newBuilder()
            .addAllLatentShape(latent.getShapeList())
            .addAllConditionings(Collections.nCopies(rows, conditioning))
            .setImageId("bench");
    requests.onNext(DenoiseRequest.newBuilder().setOpen(open).build());
    if (!answers.take().hasOpened()) {
      throw new IllegalStateException("the first answer was not Opened");
    }
    return new OpenStream(requests, answers);
  }

  private record OpenStream(
      StreamObserver<DenoiseRequest> requests, Answers<DenoiseResponse> answers) {}

  private DenoiserConditioning conditioning(SeededValues values) {
    List<Long> states = List.of((long) TOKENS, (long) model.getConditioningWidth());
    var text = DenoiserConditioning.newBuilder().setHiddenStates(tensor(values, states));
    if (model.getPooledWidth() > 0) {
      text.setPooled(tensor(values, List.of((long) model.getPooledWidth())))
          .addAllTimeIds(Collections.nCopies(model.getTimeIds(), 0f));
    }
    return text.build();
  }

  @Override
  public Identity identity() {
    ModelIdentity identity = model.getIdentity();
    return new Identity(identity.getProvider(), identity.getPrecision(), identity.getParameters());
  }

  @Override
  public void close() {
    streams.values().forEach(stream -> stream.requests().onCompleted());
    channel.shutdownNow();
    server.drain();
  }

  private static Tensor tensor(SeededValues values, List<Long> shape) {
    int elements = Math.toIntExact(shape.stream().reduce(1L, Math::multiplyExact));
    ByteBuffer bytes = ByteBuffer.allocate(elements * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values.normal(elements));
    return Tensor.newBuilder()
        .setDataType(DataType.DATA_TYPE_F32)
        .addAllShape(shape)
        .setData(ByteString.copyFrom(bytes))
        .build();
  }

  private static float[] floats(Tensor tensor) {
    ByteBuffer bytes = tensor.getData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    return values;
  }
}
