package io.latentmesh.networks.copies;

/**
 * What copies may take.
 *
 * @param leastBytes a copy that would be smaller is not made: little is gained by it
 * @param mostBytes of all copies of a folder together; 0 for none at all
 * @param spareBytes of the disk that stay free
 */
public record CopyLimits(long leastBytes, long mostBytes, long spareBytes) {
  private static final long MIB = 1 << 20;

  public CopyLimits {
    if (leastBytes < 0 || mostBytes < 0 || spareBytes < 0) {
      throw new IllegalArgumentException(
          "bytes of copies must be at least 0, are %d, %d and %d"
              .formatted(leastBytes, mostBytes, spareBytes));
    }
  }

  /**
   * Copies from 256 MiB on that leave 1 GiB free. Widened in memory, a smaller network peaks 0.7 of
   * its F32 weights higher, which is within what a service may take above them.
   */
  public static CopyLimits ofMebibytes(long most) {
    return new CopyLimits(256 * MIB, Math.multiplyExact(most, MIB), 1024 * MIB);
  }

  /** Whether so much is neither too little to be kept, nor too much. */
  public boolean admit(long bytes) {
    return bytes >= leastBytes && bytes <= mostBytes;
  }
}
