package io.latentmesh.bench.abuse;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.latentmesh.v1.DecodeRequest;
import io.latentmesh.v1.DenoiseRequest;
import io.latentmesh.v1.EncodeRequest;
import io.latentmesh.v1.GenerateRequest;
import io.latentmesh.v1.TextInput;
import io.latentmesh.v1.VaeServiceEncodeRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Valid requests with one field that the documentation forbids: INVALID_ARGUMENT, always. */
final class KnownBad {
  private static final List<Consumer<GenerateRequest.Builder>> PICTURES =
      List.of(
          request -> request.setPrompt(""),
          request -> request.setPrompt("x".repeat(100_000)),
          request -> request.setNegativePrompt("x".repeat(100_000)),
          request -> request.setWidth(65),
          request -> request.setHeight(-8),
          request -> request.setWidth(Integer.MAX_VALUE),
          request -> request.setSteps(0),
          request -> request.setSteps(Integer.MAX_VALUE),
          request -> request.setGuidanceScale(Double.NaN),
          request -> request.setGuidanceScale(Double.POSITIVE_INFINITY),
          request -> request.setEta(-1),
          request -> request.setClipSkip(-3),
          request -> request.setCount(0),
          request -> request.clearSeed().setCount(Integer.MAX_VALUE),
          request -> request.setSampler("magic"),
          request -> request.setSchedule("magic"),
          request -> request.addSeeds(1),
          request -> request.setStopAt(1.5),
          request -> request.setSchedulerConfigJson("{"),
          request -> request.setRecipeJson("[]"),
          request -> request.getStartBuilder().setImage(ByteString.copyFromUtf8("GIF89a")),
          request -> request.addTimesteps(Double.NaN),
          request -> request.addSigmas(-1),
          request -> request.setPriorityValue(99));
  private static final List<Consumer<DenoiseRequest.Builder>> OPENINGS =
      List.of(
          request -> request.getOpenBuilder().setLatentShape(0, 5),
          request -> request.getOpenBuilder().setLatentShape(1, 0),
          request -> request.getOpenBuilder().setLatentShape(2, Long.MAX_VALUE),
          request -> request.getOpenBuilder().addLatentShape(1),
          request -> request.getOpenBuilder().clearConditionings(),
          request -> request.getOpenBuilder().setImageId("x".repeat(129)),
          request -> request.getOpenBuilder().setTenantWeight(Double.NaN));
  private static final int TOO_MANY = 300;

  private KnownBad() {}

  /** A method and what to send to it. */
  record Call(MeshMethod method, List<Message> messages) {}

  static Call any(RandomGenerator random) {
    return switch (random.nextInt(8)) {
      case 0 -> opening(random);
      case 1 ->
          one(
              MeshMethod.ENCODE_TEXT,
              EncodeRequest.newBuilder().addAllInputs(many(TextInput.getDefaultInstance())));
      case 2 -> one(MeshMethod.DECODE, DecodeRequest.newBuilder());
      case 3 -> one(MeshMethod.ENCODE, VaeServiceEncodeRequest.newBuilder());
      default -> picture(random);
    };
  }

  private static Call picture(RandomGenerator random) {
    var request = ((GenerateRequest) ValidRequests.generate().getFirst()).toBuilder();
    BadValues.any(PICTURES, random).accept(request);
    return one(MeshMethod.GENERATE, request);
  }

  private static Call opening(RandomGenerator random) {
    List<Message> messages = new ArrayList<>(ValidRequests.denoise());
    var open = ((DenoiseRequest) messages.getFirst()).toBuilder();
    BadValues.any(OPENINGS, random).accept(open);
    messages.set(0, open.build());
    return new Call(MeshMethod.DENOISE, messages);
  }

  private static Call one(MeshMethod method, Message.Builder message) {
    return new Call(method, List.of(message.build()));
  }

  private static List<TextInput> many(TextInput input) {
    return java.util.Collections.nCopies(TOO_MANY, input);
  }
}
