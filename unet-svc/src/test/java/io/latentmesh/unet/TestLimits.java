package io.latentmesh.unet;

/** Limits for tests. */
record TestLimits(
    int maxLatentSide, int maxLatentPixels, int maxConditioningLength, int maxOutstanding)
    implements UnetSettings.Limits {
  static final TestLimits SMALL = new TestLimits(16, 64, 8, 4);
}
