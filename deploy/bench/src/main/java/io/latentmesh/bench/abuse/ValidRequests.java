package io.latentmesh.bench.abuse;

import com.google.protobuf.Message;
import io.latentmesh.tensor.TensorCodec;
import io.latentmesh.v1.CancelJobRequest;
import io.latentmesh.v1.DecodeRequest;
import io.latentmesh.v1.DenoiseRequest;
import io.latentmesh.v1.DenoiserConditioning;
import io.latentmesh.v1.DenoiserServiceGetModelRequest;
import io.latentmesh.v1.EncodeRequest;
import io.latentmesh.v1.Evaluate;
import io.latentmesh.v1.GenerateImagesRequest;
import io.latentmesh.v1.GenerateRequest;
import io.latentmesh.v1.GetJobRequest;
import io.latentmesh.v1.ImageServiceTokenizeRequest;
import io.latentmesh.v1.ListModelsRequest;
import io.latentmesh.v1.ListSamplersRequest;
import io.latentmesh.v1.Open;
import io.latentmesh.v1.Tensor;
import io.latentmesh.v1.TextEncoderServiceGetModelRequest;
import io.latentmesh.v1.TextInput;
import io.latentmesh.v1.TokenizeRequest;
import io.latentmesh.v1.VaeServiceEncodeRequest;
import io.latentmesh.v1.VaeServiceGetModelRequest;
import io.latentmesh.v1.WatchRequest;
import java.util.Arrays;
import java.util.List;

/**
 * Requests that the demo model's mesh takes (jobs excepted: there is none of that name), as cheap
 * as they can be: one step, one row, the smallest latent.
 */
final class ValidRequests {
  private static final long[] LATENT = {4, 8, 8};
  private static final long[] PICTURE = {3, 32, 32};
  private static final long[] HIDDEN_STATES = {77, 192};
  private static final String NO_JOB = "0123456789abcdef0123456789abcdef";
  private static final float TIMESTEP = 500;

  private ValidRequests() {}

  static List<Message> generate() {
    return List.of(picture());
  }

  static List<Message> generateImages() {
    return List.of(GenerateImagesRequest.newBuilder().setRequest(picture()).build());
  }

  static List<Message> watch() {
    return List.of(WatchRequest.newBuilder().setJobId(NO_JOB).build());
  }

  static List<Message> getJob() {
    return List.of(GetJobRequest.newBuilder().setJobId(NO_JOB).build());
  }

  static List<Message> cancelJob() {
    return List.of(CancelJobRequest.newBuilder().setJobId(NO_JOB).build());
  }

  static List<Message> listModels() {
    return List.of(ListModelsRequest.getDefaultInstance());
  }

  static List<Message> listSamplers() {
    return List.of(ListSamplersRequest.getDefaultInstance());
  }

  static List<Message> tokenizePrompt() {
    return List.of(ImageServiceTokenizeRequest.newBuilder().setRequest(picture()).build());
  }

  static List<Message> encodeText() {
    return List.of(
        EncodeRequest.newBuilder()
            .addInputs(TextInput.newBuilder().setText("a red heart"))
            .build());
  }

  static List<Message> tokenize() {
    return List.of(TokenizeRequest.newBuilder().setText("a red heart").build());
  }

  static List<Message> textModel() {
    return List.of(TextEncoderServiceGetModelRequest.getDefaultInstance());
  }

  static List<Message> denoise() {
    return List.of(
        DenoiseRequest.newBuilder()
            .setOpen(
                Open.newBuilder()
                    .addAllLatentShape(shape(LATENT))
                    .addConditionings(
                        DenoiserConditioning.newBuilder().setHiddenStates(zeros(HIDDEN_STATES))))
            .build(),
        DenoiseRequest.newBuilder()
            .setEvaluate(
                Evaluate.newBuilder()
                    .setEvaluation(1)
                    .setLatent(zeros(LATENT))
                    .setTimestep(TIMESTEP)
                    .addConditionings(0))
            .build());
  }

  static List<Message> denoiserModel() {
    return List.of(DenoiserServiceGetModelRequest.getDefaultInstance());
  }

  static List<Message> decode() {
    return List.of(DecodeRequest.newBuilder().addLatents(zeros(LATENT)).build());
  }

  static List<Message> encode() {
    return List.of(VaeServiceEncodeRequest.newBuilder().addImages(zeros(PICTURE)).build());
  }

  static List<Message> vaeModel() {
    return List.of(VaeServiceGetModelRequest.getDefaultInstance());
  }

  private static GenerateRequest picture() {
    return GenerateRequest.newBuilder()
        .setPrompt("a red heart")
        .setWidth(32)
        .setHeight(32)
        .setSteps(1)
        .setGuidanceScale(1)
        .setSampler("euler")
        .setSeed(1)
        .build();
  }

  private static Tensor zeros(long... extents) {
    return TensorCodec.ofFloats(new float[TensorCodec.elements(shape(extents))], shape(extents));
  }

  private static List<Long> shape(long... extents) {
    return Arrays.stream(extents).boxed().toList();
  }
}
