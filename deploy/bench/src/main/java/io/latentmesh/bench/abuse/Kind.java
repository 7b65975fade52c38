package io.latentmesh.bench.abuse;

import io.grpc.Status.Code;
import java.util.Set;

/**
 * What is wrong with a call, how many of ten thousand calls are of the kind, and how it may end. A
 * kind without expected codes may end in any way that is nobody's fault but the caller's.
 */
@SuppressWarnings("ImmutableEnumChecker") // Set.of
enum Kind {
  ONE_FIELD(2200, Ends.anyhow().bare(Code.RESOURCE_EXHAUSTED)), // one may be too large by chance
  SEVERAL_FIELDS(1100, Ends.anyhow().bare(Code.RESOURCE_EXHAUSTED)),
  KNOWN_BAD_FIELD(900, Ends.with(Code.INVALID_ARGUMENT)),
  BAD_TENSOR(500, Ends.with(Code.INVALID_ARGUMENT)),
  INVALID_UTF8(300, Ends.with(Code.INVALID_ARGUMENT)),
  UNKNOWN_FIELDS(200, Ends.anyhow()),
  CUT_MESSAGE(300, Ends.anyhow()),
  RANDOM_MESSAGE(400, Ends.anyhow()),
  FLIPPED_BITS(400, Ends.anyhow()),
  UNDECODABLE(400, Ends.with(Code.INVALID_ARGUMENT)),
  UNKNOWN_METHOD(150, Ends.with(Code.UNIMPLEMENTED).bare(Code.UNIMPLEMENTED)),
  TOO_LARGE(2, Ends.with(Code.RESOURCE_EXHAUSTED).bare(Code.RESOURCE_EXHAUSTED)),
  GZIP_BOMB(4, Ends.with(Code.RESOURCE_EXHAUSTED).bare(Code.RESOURCE_EXHAUSTED)),
  COMPRESSED(94, Ends.anyhow()),
  NO_MESSAGE(200, Ends.with(Code.INVALID_ARGUMENT)),
  SEVERAL_MESSAGES(200, Ends.anyhow().bare(Code.CANCELLED)),
  STREAM_ORDER(400, Ends.anyhow()),
  BAD_METADATA(300, Ends.anyhow().bare(Code.INTERNAL)),
  CANCELLED_AT_ONCE(200, Ends.anyhow().rude()), // an answer may be faster
  CANCELLED_LATER(200, Ends.anyhow().rude()),
  EXPIRED(200, Ends.anyhow().rude()),
  FRAME_FLAGS(150, Ends.anyhow().library()),
  CUT_FRAME(200, Ends.anyhow().library()),
  FRAME_LENGTH(100, Ends.anyhow().library()),
  BAD_ENCODING(150, Ends.anyhow().library()),
  BAD_HEADERS(250, Ends.anyhow().library()),
  RAPID_RESET(300, Ends.anyhow().library()),
  NEVER_READING(80, Ends.anyhow().library()),
  LEFT_OPEN(80, Ends.anyhow().library()),
  RANDOM_FRAMES(25, Ends.anyhow().library()),
  NO_HTTP2(15, Ends.anyhow().library());

  private final int share;
  private final Ends ends;

  Kind(int share, Ends ends) {
    this.share = share;
    this.ends = ends;
  }

  /** Of ten thousand. */
  int share() {
    return share;
  }

  Ends ends() {
    return ends;
  }

  /**
   * How calls may end.
   *
   * @param codes the only ones; empty = any but UNKNOWN and INTERNAL
   * @param bare errors that may come without {@code ErrorInfo}, because gRPC's library gives them
   *     before the product sees the call, or the client's own does
   */
  record Ends(Set<Code> codes, Set<Code> bare) {
    private static final Set<Code> OF_RUDE_CLIENTS =
        Set.of(Code.CANCELLED, Code.DEADLINE_EXCEEDED, Code.UNAVAILABLE);
    private static final Set<Code> OF_THE_LIBRARY =
        Set.of(Code.INTERNAL, Code.RESOURCE_EXHAUSTED, Code.UNIMPLEMENTED, Code.CANCELLED);

    static Ends anyhow() {
      return new Ends(Set.of(), Set.of());
    }

    static Ends with(Code... codes) {
      return new Ends(Set.of(codes), Set.of());
    }

    Ends bare(Code... without) {
      return new Ends(codes, Set.of(without));
    }

    /** Resets streams, so that its connection may be closed for it. */
    Ends rude() {
      return new Ends(codes.isEmpty() ? codes : union(codes, OF_RUDE_CLIENTS), OF_RUDE_CLIENTS);
    }

    Ends library() {
      return new Ends(codes, OF_THE_LIBRARY);
    }

    private static Set<Code> union(Set<Code> a, Set<Code> b) {
      var all = java.util.EnumSet.copyOf(a);
      all.addAll(b);
      return Set.copyOf(all);
    }
  }
}
