package io.latentmesh.orchestrator.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latentmesh.orchestrator.stage.RgbImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntBinaryOperator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The reader is the JDK's, which knows nothing of the encoder. */
class PngEncoderTest {
  @ParameterizedTest
  @CsvSource({"1,1", "1,7", "7,1", "64,64", "513,31"})
  void noise_ofAnySize_readsBackTheSame(int width, int height) throws IOException {
    var random = new SplittableRandom(width * 1000L + height);
    assertReadsBack(width, height, (x, y) -> random.nextInt(1 << 24));
  }

  @Test
  void gradients_thatEveryFilterSuits_readBackTheSame() throws IOException {
    assertReadsBack(64, 16, (x, y) -> 0x010203 * x); // sub
    assertReadsBack(64, 16, (x, y) -> 0x030201 * y + x * x * 77 % 256); // up
    assertReadsBack(64, 16, (x, y) -> 0x010101 * (x + y)); // paeth
  }

  @Test
  void gradient_isSmallerThanItsPixels() {
    int size =
        PngEncoder.encode(image(256, 256, (x, y) -> 0x010101 * ((x + y) / 2)), Map.of()).size();
    assertThat(size).isLessThan(256 * 256 * 3 / 20);
  }

  @Test
  void text_inLatin1_isTextChunk() throws IOException {
    assertThat(text(encode("café, fox\nSteps: 20"), "tEXtEntry", "value"))
        .isEqualTo("café, fox\nSteps: 20");
  }

  @Test
  void text_beyondLatin1_isInternationalTextChunk() throws IOException {
    assertThat(text(encode("心 ❤️ \"x\""), "iTXtEntry", "text")).isEqualTo("心 ❤️ \"x\"");
  }

  @Test
  void text_withNul_isRefused() {
    assertThatThrownBy(() -> encode("a\0b")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void samePicture_twice_isTheSameBytes() {
    assertThat(encode("x").bytes()).isEqualTo(encode("x").bytes());
  }

  private static Png encode(String text) {
    return PngEncoder.encode(image(2, 2, (x, y) -> x), Map.of("parameters", text));
  }

  private static void assertReadsBack(int width, int height, IntBinaryOperator colour)
      throws IOException {
    int[] colours = new int[width * height];
    for (int i = 0; i < colours.length; i++) {
      colours[i] = colour.applyAsInt(i % width, i / width) & 0xffffff;
    }
    Png png = PngEncoder.encode(image(width, height, (x, y) -> colours[y * width + x]), Map.of());
    var read = ImageIO.read(new ByteArrayInputStream(array(png)));
    int[] back = read.getRGB(0, 0, width, height, null, 0, width);
    for (int i = 0; i < back.length; i++) {
      back[i] &= 0xffffff;
    }
    assertThat(back).isEqualTo(colours);
  }

  private static RgbImage image(int width, int height, IntBinaryOperator colour) {
    ByteBuffer pixels = ByteBuffer.allocate(width * height * 3);
    for (int i = 0; i < width * height; i++) {
      int rgb = colour.applyAsInt(i % width, i / width);
      pixels.put((byte) (rgb >> 16)).put((byte) (rgb >> 8)).put((byte) rgb);
    }
    return new RgbImage(width, height, pixels.flip());
  }

  private static String text(Png png, String node, String attribute) throws IOException {
    ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
    try (ImageInputStream in =
        ImageIO.createImageInputStream(new ByteArrayInputStream(array(png)))) {
      reader.setInput(in);
      Element root = (Element) reader.getImageMetadata(0).getAsTree("javax_imageio_png_1.0");
      NodeList entries = root.getElementsByTagName(node);
      assertThat(entries.getLength()).isEqualTo(1);
      Element entry = (Element) entries.item(0);
      assertThat(entry.getAttribute("keyword")).isEqualTo("parameters");
      return entry.getAttribute(attribute);
    }
  }

  private static byte[] array(Png png) {
    byte[] bytes = new byte[png.size()];
    png.bytes().get(bytes);
    return bytes;
  }
}
