package io.latentmesh.orchestrator.sampling;

/**
 * Single-precision log, sin and cos by the polynomials of Moshier's Cephes library, with fused
 * multiply-adds exactly where an AVX2 build of torch has them: another placement changes last bits
 * (1 % of the normal numbers), the JDK's own functions change 16 % of them.
 */
@SuppressWarnings("FloatingPointLiteralPrecision") // written as Cephes writes them
final class CephesFloat {
  private static final float[] LOG = {
    7.0376836292E-2f, -1.1514610310E-1f, 1.1676998740E-1f,
    -1.2420140846E-1f, 1.4249322787E-1f, -1.6668057665E-1f,
    2.0000714765E-1f, -2.4999993993E-1f, 3.3333331174E-1f
  };
  private static final float[] SIN = {-1.9515295891E-4f, 8.3321608736E-3f, -1.6666654611E-1f};
  private static final float[] COS = {
    2.443315711809948E-5f, -1.388731625493765E-3f, 4.166664568298827E-2f
  };
  private static final float SQRT_HALF = 0.707106781186547524f;
  // ln 2 and pi / 4 in parts, so that multiples of the leading part are exact.
  private static final float LN2_HIGH = 0.693359375f;
  private static final float LN2_LOW = -2.12194440e-4f;
  private static final float[] PI_QUARTER = {
    0.78515625f, 2.4187564849853515625e-4f, 3.77489497744594108e-8f
  };
  private static final float FOUR_OVER_PI = 1.27323954473516f;

  private CephesFloat() {}

  /** The natural logarithm for x >= 0; 0 and subnormal numbers count as the smallest normal one. */
  static float log(float x) {
    int bits = Float.floatToRawIntBits(Math.max(x, Float.MIN_NORMAL));
    float mantissa = Float.intBitsToFloat((bits & ~0x7f800000) | 0x3f000000); // [0.5, 1)
    boolean small = mantissa < SQRT_HALF;
    float e = (bits >>> 23) - (small ? 127 : 126);
    float m = small ? mantissa - 1 + mantissa : mantissa - 1;
    float z = m * m;
    float y = Math.fma(polynomial(LOG, m) * m, z, e * LN2_LOW);
    return m + (y - z * 0.5f) + e * LN2_HIGH;
  }

  /** The cosine for 0 <= x <= 8192. */
  static float cos(float x) {
    int octant = octant(x);
    float reduced = reduce(x, octant);
    float value = (octant & 2) == 0 ? cosPolynomial(reduced) : sinPolynomial(reduced);
    return ((octant + 2) & 4) == 0 ? value : -value;
  }

  /** The sine for 0 <= x <= 8192. */
  static float sin(float x) {
    int octant = octant(x);
    float reduced = reduce(x, octant);
    float value = (octant & 2) == 0 ? sinPolynomial(reduced) : cosPolynomial(reduced);
    return (octant & 4) == 0 ? value : -value;
  }

  private static int octant(float x) {
    return ((int) (x * FOUR_OVER_PI) + 1) & ~1;
  }

  private static float reduce(float x, int octant) {
    for (float part : PI_QUARTER) {
      x = Math.fma(octant, -part, x);
    }
    return x;
  }

  private static float cosPolynomial(float x) {
    float z = x * x;
    return Math.fma(polynomial(COS, z) * z, z, -(z * 0.5f)) + 1;
  }

  private static float sinPolynomial(float x) {
    float z = x * x;
    return Math.fma(polynomial(SIN, z) * z, x, x);
  }

  private static float polynomial(float[] coefficients, float x) {
    float y = coefficients[0];
    for (int i = 1; i < coefficients.length; i++) {
      y = Math.fma(y, x, coefficients[i]);
    }
    return y;
  }
}
