package io.latentmesh.bench.abuse;

import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.latentmesh.v1.DenoiserServiceGrpc;
import io.latentmesh.v1.ImageServiceGrpc;
import io.latentmesh.v1.TextEncoderServiceGrpc;
import io.latentmesh.v1.VaeServiceGrpc;
import java.util.List;
import java.util.function.Supplier;

/** Every method of the mesh, each with messages that it takes without complaint. */
@SuppressWarnings("ImmutableEnumChecker") // descriptors are immutable, the suppliers hold nothing
enum MeshMethod {
  GENERATE(MeshService.ORCHESTRATOR, ImageServiceGrpc.getGenerateMethod(), ValidRequests::generate),
  GENERATE_IMAGES(
      MeshService.ORCHESTRATOR,
      ImageServiceGrpc.getGenerateImagesMethod(),
      ValidRequests::generateImages),
  WATCH(MeshService.ORCHESTRATOR, ImageServiceGrpc.getWatchMethod(), ValidRequests::watch),
  GET_JOB(MeshService.ORCHESTRATOR, ImageServiceGrpc.getGetJobMethod(), ValidRequests::getJob),
  CANCEL_JOB(
      MeshService.ORCHESTRATOR, ImageServiceGrpc.getCancelJobMethod(), ValidRequests::cancelJob),
  LIST_MODELS(
      MeshService.ORCHESTRATOR, ImageServiceGrpc.getListModelsMethod(), ValidRequests::listModels),
  LIST_SAMPLERS(
      MeshService.ORCHESTRATOR,
      ImageServiceGrpc.getListSamplersMethod(),
      ValidRequests::listSamplers),
  TOKENIZE_PROMPT(
      MeshService.ORCHESTRATOR,
      ImageServiceGrpc.getTokenizeMethod(),
      ValidRequests::tokenizePrompt),
  ENCODE_TEXT(
      MeshService.TEXT_ENCODER,
      TextEncoderServiceGrpc.getEncodeMethod(),
      ValidRequests::encodeText),
  TOKENIZE(
      MeshService.TEXT_ENCODER,
      TextEncoderServiceGrpc.getTokenizeMethod(),
      ValidRequests::tokenize),
  TEXT_MODEL(
      MeshService.TEXT_ENCODER,
      TextEncoderServiceGrpc.getGetModelMethod(),
      ValidRequests::textModel),
  DENOISE(MeshService.UNET, DenoiserServiceGrpc.getDenoiseMethod(), ValidRequests::denoise),
  DENOISER_MODEL(
      MeshService.UNET, DenoiserServiceGrpc.getGetModelMethod(), ValidRequests::denoiserModel),
  DECODE(MeshService.VAE, VaeServiceGrpc.getDecodeMethod(), ValidRequests::decode),
  ENCODE(MeshService.VAE, VaeServiceGrpc.getEncodeMethod(), ValidRequests::encode),
  VAE_MODEL(MeshService.VAE, VaeServiceGrpc.getGetModelMethod(), ValidRequests::vaeModel);

  static final List<MeshMethod> ALL = List.of(values());

  private final MeshService service;
  private final MethodDescriptor<?, ?> descriptor;
  private final Supplier<List<Message>> valid;

  MeshMethod(
      MeshService service, MethodDescriptor<?, ?> descriptor, Supplier<List<Message>> valid) {
    this.service = service;
    this.descriptor = descriptor;
    this.valid = valid;
  }

  MeshService service() {
    return service;
  }

  MethodDescriptor.MethodType type() {
    return descriptor.getType();
  }

  /** {@code package.Service/Method}. */
  String path() {
    return descriptor.getFullMethodName();
  }

  /** What a client sends that has read the documentation: one message, or a stream's. */
  List<Message> valid() {
    return valid.get();
  }
}
