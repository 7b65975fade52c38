package io.latentmesh.vae;

/** Between [3, H, W] in [-1, 1] and [H, W, 3] in 8 bits, with the arithmetic of diffusers. */
final class Pixels {
  private static final int COLOURS = 3;

  private Pixels() {}

  /**
   * round(255 * clamp(x / 2 + 0.5, 0, 1)) in float32, halves to even as numpy rounds.
   *
   * @param image [3, H, W], finite
   * @return a new array [H, W, 3]
   */
  static byte[] rgb(Planes image) {
    float[] values = image.values();
    int plane = image.size().height() * image.size().width();
    byte[] pixels = new byte[COLOURS * plane];
    for (int colour = 0; colour < COLOURS; colour++) {
      for (int i = 0; i < plane; i++) {
        float unit = Math.clamp(values[colour * plane + i] * 0.5f + 0.5f, 0f, 1f);
        pixels[i * COLOURS + colour] = (byte) Math.rint(unit * 255f);
      }
    }
    return pixels;
  }

  /**
   * 2 * (p / 255) - 1 in float32.
   *
   * @param pixels [H, W, 3]
   * @return [3, H, W]
   */
  static Planes planes(byte[] pixels, int height, int width) {
    int plane = height * width;
    float[] values = new float[COLOURS * plane];
    for (int colour = 0; colour < COLOURS; colour++) {
      for (int i = 0; i < plane; i++) {
        values[colour * plane + i] = 2f * ((pixels[i * COLOURS + colour] & 0xff) / 255f) - 1f;
      }
    }
    return new Planes(new Planes.Size(COLOURS, height, width), values);
  }
}
