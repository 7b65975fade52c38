package io.latentmesh.networks.graph;

/** How a network is written, whatever network it is. */
public record GraphSettings(Precision precision, OperatorSet operators) {
  /** F32 with operators that every provider has. */
  public static final GraphSettings FP32 = new GraphSettings(Precision.FP32, OperatorSet.PORTABLE);

  /** F16 with operators that every provider has. */
  public static final GraphSettings FP16 = new GraphSettings(Precision.FP16, OperatorSet.PORTABLE);

  Layout layout() {
    return switch (operators) {
      case PORTABLE -> Layout.CHANNELS_FIRST;
      case UNVERIFIED_CUDA -> Layout.CHANNELS_LAST;
    };
  }

  /** Which operators a graph may use. */
  public enum OperatorSet {
    /** Those that the CPU provider has: the graph that the tests run is the graph that serves. */
    PORTABLE,
    /**
     * Also fused ones that only the CUDA provider has, on images with the channels last. Nothing
     * has run them yet: unverified until a reading on a GPU compares them with {@link #PORTABLE}.
     */
    UNVERIFIED_CUDA
  }
}
