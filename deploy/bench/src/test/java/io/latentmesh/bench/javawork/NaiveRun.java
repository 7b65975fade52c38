package io.latentmesh.bench.javawork;

import io.latentmesh.v1.Evaluated;
import io.latentmesh.v1.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The same image by whole-array operations that each loop over fresh arrays in float arithmetic, as
 * one writes it down from diffusers' code.
 */
final class NaiveRun {
  private final double[] sigmas;
  private final float[] noise = Evaluations.noise().toArray();
  private final Evaluated answer = Evaluations.answer();
  private byte[] question = {}; // what the network would be sent

  NaiveRun(List<Double> sigmas) {
    this.sigmas = sigmas.stream().mapToDouble(Double::doubleValue).toArray();
  }

  float[] run() {
    float[] x = times(noise, Math.hypot(sigmas[0], 1));
    float[] previous = noise;
    for (int i = 0; i + 1 < sigmas.length; i++) {
      float[] denoised = denoised(x, sigmas[i]);
      boolean first = i == 0 || sigmas[i + 1] == 0;
      x = first ? first(x, denoised, i) : second(x, denoised, previous, i);
      previous = denoised;
    }
    return x;
  }

  /** What the network was last sent. */
  byte[] question() {
    return question;
  }

  private float[] denoised(float[] x, double sigma) {
    question = bytes(times(x, 1 / Math.hypot(sigma, 1)));
    float[] unconditional = floats(answer.getPredictions(0));
    float[] conditional = floats(answer.getPredictions(1));
    float[] without = minus(x, times(unconditional, sigma));
    float[] with = minus(x, times(conditional, sigma));
    return plus(without, times(minus(with, without), ProductRun.GUIDANCE_SCALE));
  }

  private float[] first(float[] x, float[] denoised, int i) {
    double decay = sigmas[i + 1] / sigmas[i];
    return plus(times(x, decay), times(denoised, 1 - decay));
  }

  /** Lu et al. 2022 (2211.01095), algorithm 2. */
  private float[] second(float[] x, float[] denoised, float[] previous, int i) {
    double h = Math.log(sigmas[i] / sigmas[i + 1]);
    double r0 = Math.log(sigmas[i - 1] / sigmas[i]) / h;
    float[] derivative = times(minus(denoised, previous), 1 / r0);
    double half = (1 - sigmas[i + 1] / sigmas[i]) / 2;
    return plus(first(x, denoised, i), times(derivative, half));
  }

  private static float[] times(float[] x, double factor) {
    float[] product = new float[x.length];
    for (int i = 0; i < product.length; i++) {
      product[i] = x[i] * (float) factor;
    }
    return product;
  }

  private static float[] plus(float[] x, float[] y) {
    float[] sum = new float[x.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = x[i] + y[i];
    }
    return sum;
  }

  private static float[] minus(float[] x, float[] y) {
    float[] difference = new float[x.length];
    for (int i = 0; i < difference.length; i++) {
      difference[i] = x[i] - y[i];
    }
    return difference;
  }

  private static float[] floats(Tensor tensor) {
    ByteBuffer bytes =
        ByteBuffer.wrap(tensor.getData().toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    return values;
  }

  private static byte[] bytes(float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }
}
