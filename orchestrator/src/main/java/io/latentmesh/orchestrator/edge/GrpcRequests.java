package io.latentmesh.orchestrator.edge;

import io.latentmesh.orchestrator.jobs.RequestKey;
import io.latentmesh.orchestrator.jobs.RequestSeed;
import io.latentmesh.orchestrator.request.ExtraOutput;
import io.latentmesh.orchestrator.request.GenerationRequest;
import io.latentmesh.v1.ExtraOutputs;
import io.latentmesh.v1.GenerateRequest;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Requests of the wire contract in the project's own types, with the call's tenant. Checks nothing.
 */
final class GrpcRequests {
  private GrpcRequests() {}

  static GenerationRequest request(GenerateRequest message) {
    GenerationRequest.Terms terms = terms(message);
    return new GenerationRequest(
        message.hasModel() ? Optional.of(message.getModel()) : Optional.empty(),
        text(message),
        size(message),
        sampling(message),
        seeds(message, terms.tenant()),
        extras(message.getExtraOutputs()),
        terms,
        message.getRequestId(),
        GrpcCourses.course(message),
        message.hasRecipeJson() ? Optional.of(message.getRecipeJson()) : Optional.empty());
  }

  private static GenerationRequest.Text text(GenerateRequest message) {
    return new GenerationRequest.Text(
        message.getPrompt(),
        message.hasNegativePrompt() ? Optional.of(message.getNegativePrompt()) : Optional.empty(),
        message.hasClipSkip() ? OptionalInt.of(message.getClipSkip()) : OptionalInt.empty(),
        GrpcPrompts.language(message));
  }

  private static GenerationRequest.Size size(GenerateRequest message) {
    return new GenerationRequest.Size(
        message.hasWidth() ? OptionalInt.of(message.getWidth()) : OptionalInt.empty(),
        message.hasHeight() ? OptionalInt.of(message.getHeight()) : OptionalInt.empty());
  }

  private static GenerationRequest.Sampling sampling(GenerateRequest message) {
    return new GenerationRequest.Sampling(
        message.hasSteps() ? OptionalInt.of(message.getSteps()) : OptionalInt.empty(),
        message.hasGuidanceScale()
            ? OptionalDouble.of(message.getGuidanceScale())
            : OptionalDouble.empty(),
        message.hasSampler() ? Optional.of(message.getSampler()) : Optional.empty(),
        message.hasSchedule() ? Optional.of(message.getSchedule()) : Optional.empty(),
        message.hasSchedulerConfigJson()
            ? Optional.of(message.getSchedulerConfigJson())
            : Optional.empty(),
        message.hasEta() ? OptionalDouble.of(message.getEta()) : OptionalDouble.empty(),
        GrpcSamplingDetails.details(message),
        GrpcGuidance.options(message));
  }

  /** Whose call this is; empty when nobody says. Reads the current gRPC context. */
  static String tenant() {
    return GrpcTenant.current();
  }

  private static GenerationRequest.Seeds seeds(GenerateRequest message, String tenant) {
    return new GenerationRequest.Seeds(
        message.getSeedsList(),
        firstSeed(message, tenant),
        message.hasCount() ? OptionalInt.of(message.getCount()) : OptionalInt.empty());
  }

  /** A request that has an id but no seed gets one from the id, so that a repeat is the same. */
  private static OptionalLong firstSeed(GenerateRequest message, String tenant) {
    if (message.hasSeed()) {
      return OptionalLong.of(message.getSeed());
    }
    var key = new RequestKey(tenant, message.getRequestId());
    boolean begun = message.getStart().hasCheckpoint() || message.hasRecipeJson();
    return key.isNamed() && message.getSeedsCount() == 0 && !begun
        ? OptionalLong.of(RequestSeed.of(key))
        : OptionalLong.empty();
  }

  private static GenerationRequest.Terms terms(GenerateRequest message) {
    return new GenerationRequest.Terms(
        tenant(),
        GrpcAccess.priority(message.getPriority()),
        message.hasPreviewEvery()
            ? OptionalInt.of(message.getPreviewEvery())
            : OptionalInt.empty());
  }

  private static Set<ExtraOutput> extras(ExtraOutputs message) {
    Set<ExtraOutput> extras = EnumSet.noneOf(ExtraOutput.class);
    if (message.getInitialNoise()) {
      extras.add(ExtraOutput.INITIAL_NOISE);
    }
    if (message.getFinalLatents()) {
      extras.add(ExtraOutput.FINAL_LATENTS);
    }
    if (message.getEmbeddings()) {
      extras.add(ExtraOutput.EMBEDDINGS);
    }
    if (message.getCheckpoint()) {
      extras.add(ExtraOutput.CHECKPOINT);
    }
    return extras;
  }
}
