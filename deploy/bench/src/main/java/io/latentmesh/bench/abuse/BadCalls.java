package io.latentmesh.bench.abuse;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.grpc.MethodDescriptor.MethodType;
import io.latentmesh.bench.abuse.BadCall.Manner;
import io.latentmesh.bench.abuse.BadCall.Method;
import io.latentmesh.bench.abuse.BadCall.OfFrames;
import io.latentmesh.bench.abuse.BadCall.OfMessages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/** The bad calls of a seed, by number: the same number is the same call. */
final class BadCalls {
  private static final long STRIDE = 0x9E3779B97F4A7C15L; // the golden ratio in 64 bits
  private static final int ALL_SHARES = 10_000;
  private static final int TOO_LARGE_BYTES = (16 << 20) + 64;
  private static final int BOMB_BYTES = 48 << 20;
  private static final int MOST_MICROS = 5_000;
  private static final List<MeshMethod> WITH_TENSORS =
      List.of(MeshMethod.DENOISE, MeshMethod.DECODE, MeshMethod.ENCODE);
  private static final List<String> PATHS =
      List.of("", "/", "Unknown", "Unknown/", "%00/%00", "grpc.health.v1.Health/Nothing");

  private final long seed;

  BadCalls(long seed) {
    this.seed = seed;
  }

  BadCall get(long number) {
    var random = new SplittableRandom(seed + number * STRIDE);
    return new Draft(number, kind(random), random).call();
  }

  private static Kind kind(SplittableRandom random) {
    int left = random.nextInt(ALL_SHARES);
    for (Kind kind : Kind.values()) {
      left -= kind.share();
      if (left < 0) {
        return kind;
      }
    }
    throw new IllegalStateException("the shares do not add up to " + ALL_SHARES);
  }

  /** One call while it is made up. */
  private record Draft(long number, Kind kind, SplittableRandom random) {
    BadCall call() {
      return switch (kind) {
        case ONE_FIELD -> spoilt(1);
        case SEVERAL_FIELDS -> spoilt(random.nextInt(2, 6));
        case KNOWN_BAD_FIELD -> knownBad();
        case BAD_TENSOR -> badTensor();
        case INVALID_UTF8 -> invalidUtf8();
        case UNKNOWN_FIELDS, CUT_MESSAGE, RANDOM_MESSAGE, FLIPPED_BITS, UNDECODABLE ->
            spoiltBytes();
        case UNKNOWN_METHOD -> unknownMethod();
        case TOO_LARGE -> sized(TOO_LARGE_BYTES, new Manner.Polite());
        case GZIP_BOMB -> sized(BOMB_BYTES, new Manner.Compressing());
        case COMPRESSED -> polite(any(), new Manner.Compressing());
        case NO_MESSAGE -> of(any(), List.of(), new Manner.Polite());
        case SEVERAL_MESSAGES -> severalMessages();
        case STREAM_ORDER -> of(MeshMethod.DENOISE, StreamOrders.any(random), new Manner.Polite());
        case BAD_METADATA -> polite(any(), new Manner.WithHeaders(BadHeaders.any(random)));
        case CANCELLED_AT_ONCE -> polite(any(), new Manner.Cancelling(Duration.ZERO));
        case CANCELLED_LATER -> polite(any(), new Manner.Cancelling(moment()));
        case EXPIRED -> polite(any(), new Manner.Expiring(moment()));
        case FRAME_FLAGS,
            CUT_FRAME,
            FRAME_LENGTH,
            BAD_ENCODING,
            BAD_HEADERS,
            RAPID_RESET,
            NEVER_READING,
            LEFT_OPEN,
            RANDOM_FRAMES,
            NO_HTTP2 ->
            ofFrames();
      };
    }

    private MeshMethod any() {
      return BadValues.any(MeshMethod.ALL, random);
    }

    private Duration moment() {
      return Duration.ofNanos(1000L * random.nextInt(1, MOST_MICROS));
    }

    private OfMessages spoilt(int times) {
      MeshMethod method = any();
      List<Message> messages = new ArrayList<>(method.valid());
      var mutation = new FieldMutation(random);
      for (int time = 0; time < times; time++) {
        int index = random.nextInt(messages.size());
        messages.set(index, mutation.spoil(messages.get(index)));
      }
      return of(method, bytes(messages), new Manner.Polite());
    }

    private OfMessages knownBad() {
      KnownBad.Call bad = KnownBad.any(random);
      return of(bad.method(), bytes(bad.messages()), new Manner.Polite());
    }

    private OfMessages badTensor() {
      MeshMethod method = BadValues.any(WITH_TENSORS, random);
      var mutation = new TensorMutation(random);
      return of(
          method,
          bytes(method.valid().stream().map(mutation::spoil).toList()),
          new Manner.Polite());
    }

    private OfMessages invalidUtf8() {
      MeshMethod method = any();
      var mutation = new Utf8Mutation(random);
      Message first = method.valid().getFirst();
      ByteString spoilt =
          mutation
              .spoil(first)
              .orElseGet(() -> new ByteMutation(random).undecodable(first.toByteString()));
      return of(method, List.of(spoilt), new Manner.Polite());
    }

    private OfMessages spoiltBytes() {
      MeshMethod method = any();
      List<ByteString> messages = new ArrayList<>(bytes(method.valid()));
      int index = kind == Kind.UNDECODABLE ? 0 : random.nextInt(messages.size());
      messages.set(index, spoiltBytes(messages.get(index)));
      return of(method, messages, new Manner.Polite());
    }

    private ByteString spoiltBytes(ByteString message) {
      var mutation = new ByteMutation(random);
      return switch (kind) {
        case UNKNOWN_FIELDS -> mutation.withUnknownFields(message);
        case CUT_MESSAGE -> mutation.cut(message);
        case FLIPPED_BITS -> mutation.flip(message);
        case UNDECODABLE -> mutation.undecodable(message);
        default -> mutation.noise();
      };
    }

    private OfMessages unknownMethod() {
      MeshMethod method = any();
      String path =
          random.nextBoolean() ? method.path() + "X" : "x" + BadValues.any(PATHS, random) + "/y";
      return new OfMessages(
          number,
          kind,
          new Method(method.service(), path, method.type()),
          bytes(method.valid()),
          new Manner.Polite());
    }

    private OfMessages sized(int size, Manner manner) {
      return of(any(), List.of(Zeros.of(size)), manner);
    }

    private OfMessages severalMessages() {
      MeshMethod method = any();
      while (method.type() == MethodType.BIDI_STREAMING) {
        method = any();
      }
      int times = random.nextInt(2, 5);
      return of(
          method,
          bytes(Collections.nCopies(times, method.valid().getFirst())),
          new Manner.Polite());
    }

    private OfMessages polite(MeshMethod method, Manner manner) {
      return of(method, bytes(method.valid()), manner);
    }

    private OfMessages of(MeshMethod method, List<ByteString> messages, Manner manner) {
      return new OfMessages(number, kind, Method.of(method), messages, manner);
    }

    private OfFrames ofFrames() {
      MeshMethod method = any();
      return new OfFrames(
          number, kind, method.service(), new BadFrames(kind, method, random).act());
    }

    private static List<ByteString> bytes(List<Message> messages) {
      return messages.stream().map(Message::toByteString).toList();
    }
  }
}
