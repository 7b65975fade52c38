package io.latentmesh.bench.calls;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
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
import java.util.ArrayList;
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
  private final int side;
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
    this.side = latentSide == 0 ? model.getSampleSize() : latentSide;
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

  /** A new stream, whose opening carries the conditionings, and one evaluation on it. */
  @Override
  public List<float[]> call(int rows) {
    SeededValues values = new SeededValues();
    List<Long> shape = List.of((long) model.getInChannels(), (long) side, (long) side);
    Tensor latent = tensor(values.normal(model.getInChannels() * side * side), shape);
    var answers = new Answers<>(DenoiseResponse.class);
    var requests = DenoiserServiceGrpc.newStub(channel).denoise(answers);
    Open.Builder open = Open.newBuilder().addAllLatentShape(shape).setImageId("bench");
    open.addAllConditionings(Collections.nCopies(rows, conditioning(values)));
    requests.onNext(DenoiseRequest.newBuilder().setOpen(open).build());
    answers.take();
    requests.onNext(
        DenoiseRequest.newBuilder()
            .setEvaluate(
                Evaluate.newBuilder()
                    .setEvaluation(++evaluation)
                    .setLatent(latent)
                    .setTimestep(TIMESTEP)
                    .addAllConditionings(IntStream.range(0, rows).boxed().toList()))
            .build());
    List<float[]> predictions = new ArrayList<>();
    for (Tensor prediction : answers.take().getEvaluated().getPredictionsList()) {
      predictions.add(floats(prediction));
    }
    requests.onCompleted();
    return predictions;
  }

  private DenoiserConditioning conditioning(SeededValues values) {
    int width = model.getConditioningWidth();
    List<Long> shape = List.of((long) TOKENS, (long) width);
    var conditioning =
        DenoiserConditioning.newBuilder()
            .setHiddenStates(tensor(values.normal(TOKENS * width), shape));
    if (model.getPooledWidth() > 0) {
      List<Long> pooled = List.of((long) model.getPooledWidth());
      conditioning
          .setPooled(tensor(values.normal(model.getPooledWidth()), pooled))
          .addAllTimeIds(Collections.nCopies(model.getTimeIds(), 0f));
    }
    return conditioning.build();
  }

  @Override
  public Identity identity() {
    ModelIdentity identity = model.getIdentity();
    return new Identity(identity.getProvider(), identity.getPrecision(), identity.getParameters());
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.drain();
  }

  private static Tensor tensor(float[] values, List<Long> shape) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
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
